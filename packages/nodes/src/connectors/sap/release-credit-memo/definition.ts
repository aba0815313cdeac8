import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { documentParam, sapParam } from '../params.ts';

/** Lifts the billing block of a credit memo request: the next billing run makes the credit memo. */
export const releaseCreditMemo = defineNode({
  type: 'sap.release-credit-memo',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({ connection: sapParam, creditMemoRequest: documentParam }),
  input: Json,
  outputs: {
    released: z.object({
      creditMemoRequest: z.string(),
      changed: z.boolean().describe('False when it had no block any more.'),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Release credit memo',
    group: 'ERP',
    icon: 'file-check',
    summary: '{creditMemoRequest}',
    description:
      'Lifts the billing block of a credit memo request, so that the next billing run makes the credit memo.',
    system: 'SAP S/4HANA',
  },
});
