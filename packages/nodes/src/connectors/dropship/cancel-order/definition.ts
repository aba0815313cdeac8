import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { purchaseOrderParam, supplierParam } from '../params.ts';

/** Cancels what the supplier has not sent. Asked again it is cancelled already. */
export const cancelSupplierOrder = defineNode({
  type: 'dropship.cancel-order',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({ connection: supplierParam, purchaseOrder: purchaseOrderParam }),
  input: Json,
  outputs: {
    cancelled: z.object({ purchaseOrder: z.string() }),
    'too-late': z.object({ purchaseOrder: z.string(), reason: z.string() }),
  },
  timeoutMs: 20_000,
  ui: {
    label: 'Cancel order (supplier)',
    group: 'Warehouse',
    icon: 'package-x',
    summary: '{purchaseOrder}',
    description: 'Cancels a purchase order. Leaves by "too-late" when the supplier has sent it.',
    system: 'Drop-ship supplier',
  },
});
