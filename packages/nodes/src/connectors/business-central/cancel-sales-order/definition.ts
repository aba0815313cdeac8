import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BC_RETRY, bcParam } from '../params.ts';

/**
 * Takes back what of a sales order was not shipped: each line is left with the pieces that were. The document stays for auditors, and asking twice
 * changes nothing more.
 */
export const cancelBcSalesOrder = defineNode({
  type: 'business-central.cancel-sales-order',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: bcParam,
    number: z.string().min(1).max(20).meta({ label: 'Sales order', placeholder: '101005' }),
  }),
  input: Json,
  outputs: {
    cancelled: z.object({ number: z.string(), lines: z.int().describe('Lines that were changed now.') }),
    kept: z.object({ number: z.string(), why: z.string() }).describe('All of it was shipped.'),
  },
  retry: BC_RETRY,
  timeoutMs: 30_000,
  ui: {
    label: 'Cancel sales order (Business Central)',
    group: 'ERP',
    icon: 'ban',
    summary: '{number}',
    description: 'Takes back what of a sales order was not shipped; the document stays.',
    system: 'Business Central',
  },
});
