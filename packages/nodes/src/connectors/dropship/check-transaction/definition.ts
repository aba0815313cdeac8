import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { supplierParam } from '../params.ts';

const Transaction = z.object({ transactionId: z.string() });

/** Asks whether the supplier took what it answered with 202. */
export const checkTransaction = defineNode({
  type: 'dropship.check-transaction',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: supplierParam,
    transactionId: z.string().min(1).meta({ label: 'Transaction', placeholder: '=input.transactionId' }),
  }),
  input: Json,
  outputs: {
    taken: Transaction,
    processing: Transaction,
    refused: Transaction.extend({
      reason: z.string(),
      errors: z.array(z.object({ code: z.string(), message: z.string(), details: z.string() })),
    }),
  },
  timeoutMs: 20_000,
  ui: {
    label: 'Check transaction (supplier)',
    group: 'Warehouse',
    icon: 'package-search',
    summary: '{transactionId}',
    description: 'Asks whether the supplier took what was sent. Leaves by "processing" while nobody knows yet.',
    system: 'Drop-ship supplier',
  },
});
