import { ConsentPurpose } from '@lockstep/schema/customers';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const Known = z.object({ customer: z.string(), purpose: z.string() });

/** Looks whether a person agreed, before something is sent. What is held back is written into the log of the customer, once. */
export const checkConsent = defineNode({
  type: 'check-consent',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    customer: z
      .string()
      .min(1)
      .max(320)
      .describe('Number of the golden record, or an e-mail address.')
      .meta({ label: 'Customer', placeholder: '=input.email' }),
    purpose: ConsentPurpose.default('marketing-email').describe('What it would be for.').meta({ label: 'Purpose' }),
    channel: z
      .string()
      .min(1)
      .max(60)
      .default('marketing')
      .describe('What would be told, for the log.')
      .meta({ label: 'System or channel', placeholder: 'newsletter' }),
  }),
  input: Json,
  outputs: {
    granted: Known,
    /** The person did not agree. */
    refused: Known,
    /** Nobody knows the customer, so nobody knows that they agreed. */
    unknown: z.object({ purpose: z.string() }),
  },
  ui: {
    label: 'Check consent',
    group: 'Route',
    icon: 'shield-check',
    summary: '{purpose}',
    description: 'Goes on only where the customer agreed to it. What is held back stands in the log of the customer.',
  },
});
