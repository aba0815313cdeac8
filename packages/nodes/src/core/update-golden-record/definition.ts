import { CustomerField, CustomerValues } from '@lockstep/schema/customers';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const Write = z.object({
  system: z.string(),
  id: z.string().optional().describe('Of the record there; absent where it has to be made.'),
  values: CustomerValues,
});
const Golden = z.object({
  id: z.string().describe('Number of the golden record.'),
  version: z.int(),
  customer: Json.describe('As the contract customer has it.'),
  changed: z.array(CustomerField),
  writes: z.array(Write).describe('What has to be written where.'),
  blocked: z.array(Write.extend({ needs: z.string() })).describe('What was kept back for want of consent.'),
  merged: z.array(z.string()).describe('Records that turned out to be the same customer.'),
});

/** Tells what one system says of a customer. Told again under the same idempotency key it changes nothing, so the key is the strategy. */
export const updateGoldenRecord = defineNode({
  type: 'update-golden-record',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    system: z
      .string()
      .min(1)
      .max(60)
      .describe('System that tells it, as the rules call it.')
      .meta({ label: 'System', placeholder: 'shopify' }),
    id: z
      .union([z.string().min(1).max(200), z.number()])
      .describe('Of the record in that system.')
      .meta({ editor: 'text', label: 'Id there', placeholder: '=input.id' }),
    at: z
      .string()
      .optional()
      .describe('When the record was changed there, with its zone. Empty: now.')
      .meta({ label: 'Changed at', placeholder: '=input.updated_at' }),
    customer: z
      .string()
      .max(60)
      .nullable()
      .optional()
      .describe('Number of the golden record, where the system knows it.')
      .meta({ label: 'Our number', placeholder: '=input.Lockstep_Id__c' }),
    values: Json.describe(
      'What it says, by the names of the contract customer. Left out: it says nothing. null: there is none.',
    ).meta({ editor: 'json', label: 'Values', placeholder: '={ email: input.email, phone: input.phone }' }),
  }),
  input: Json,
  outputs: {
    /** Something is new: a value, a merge, or a system that has to be told. */
    changed: Golden,
    /** The record stands as it did: told before, overtaken, or an echo of what was written there. */
    unchanged: Golden,
  },
  ui: {
    label: 'Update golden record',
    group: 'Observe',
    icon: 'user-check',
    summary: '{system} {id}',
    description:
      'Tells what one system says of a customer. Finds whose record it is, decides each field by the rules, and says what has to be written where.',
  },
});
