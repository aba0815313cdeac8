import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { Account } from '../account.ts';
import { loyaltyParam } from '../params.ts';

/** Finds a member of the program, and reads the balance and what of it lapses when. Changes nothing. */
export const readBalance = defineNode({
  type: 'loyalty.read-balance',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: loyaltyParam,
    by: z
      .enum(['email', 'phone', 'customer', 'account'])
      .default('email')
      .describe(
        'E-mail address or telephone of the customer, the id of the customer at Square, or that of the account.',
      )
      .meta({ label: 'Find by', fixed: true }),
    value: z.string().min(1).meta({ label: 'Member', placeholder: '=input.customer.email' }),
  }),
  input: Json,
  outputs: {
    member: Account,
    'no-member': z.object({ by: z.string(), value: z.string() }),
    ambiguous: z
      .object({ by: z.string(), value: z.string(), accounts: z.array(z.string()) })
      .describe('Several customers are members under this e-mail address.'),
  },
  retry: { maxAttempts: 4, baseMs: 200, capMs: 5_000, jitter: 0.2 },
  timeoutMs: 10_000,
  ui: {
    label: 'Read balance',
    group: 'CRM',
    icon: 'user-check',
    summary: '{by} {value}',
    description: 'Finds a member, and reads the balance. Changes nothing.',
    system: 'Square Loyalty',
  },
});
