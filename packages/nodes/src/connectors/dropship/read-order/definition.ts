import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { PlacedOrder } from '../order-shape.ts';
import { purchaseOrderParam, supplierParam } from '../params.ts';

/** How a purchase order stands at the supplier: for whoever does not want to wait for its notifications. */
export const readSupplierOrder = defineNode({
  type: 'dropship.read-order',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({ connection: supplierParam, purchaseOrder: purchaseOrderParam }),
  input: Json,
  outputs: { found: PlacedOrder, missing: z.object({ purchaseOrder: z.string() }) },
  timeoutMs: 20_000,
  ui: {
    label: 'Read order (supplier)',
    group: 'Warehouse',
    icon: 'package-search',
    summary: '{purchaseOrder}',
    description: 'Reads how a purchase order stands: what the supplier said of each line, and what it has sent.',
    system: 'Drop-ship supplier',
  },
});
