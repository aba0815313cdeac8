import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { documentParam, sapParam } from '../params.ts';

/**
 * Takes a sales order, a customer return or a credit memo request back: every item gets a reason of rejection, so nothing of it is received, billed
 * or counted, and the document stays for auditors. The undo of the steps that make them.
 */
export const rejectDocument = defineNode({
  type: 'sap.reject-document',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: sapParam,
    kind: z
      .enum(['credit-memo-request', 'customer-return', 'sales-order'])
      .default('credit-memo-request')
      .describe('What it is.')
      .meta({
        label: 'Kind',
        fixed: true,
        words: {
          'customer-return': 'Customer return',
          'credit-memo-request': 'Credit memo request',
          'sales-order': 'Sales order',
        },
      }),
    document: documentParam,
    reason: z
      .string()
      .regex(/^[A-Z0-9]{1,2}$/, 'Use one or two capital letters or digits.')
      .default('50')
      .describe('Reason of rejection of the system.')
      .meta({ label: 'Reason', placeholder: '50' }),
    whenTooLate: z
      .enum(['fail', 'leave'])
      .default('fail')
      .describe('What to do when its goods are back or it is billed, so that S/4HANA takes it back no more.')
      .meta({ label: 'When it is too late', fixed: true, words: { fail: 'Fail', leave: 'Leave it as it is' } }),
  }),
  input: Json,
  outputs: {
    rejected: z.object({ document: z.string(), items: z.int().describe('Items that were not rejected before.') }),
    kept: z.object({ document: z.string(), why: z.string() }),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Take document back',
    group: 'ERP',
    icon: 'ban',
    summary: '{kind} {document}',
    description:
      'Rejects every item of a sales order, a customer return or a credit memo request, so that nothing of it counts any more.',
    system: 'SAP S/4HANA',
  },
});
