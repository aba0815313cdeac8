import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Stops a shipment that is not packed yet, and gives its pieces back. Asked again it is stopped already. */
export const cancelShipment = defineNode({
  type: 'wms.cancel-shipment',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'wms', label: 'Connection', fixed: true }),
    shipmentId: z.string().min(1).max(64).meta({ label: 'Shipment', placeholder: '=input.shipmentId' }),
  }),
  input: Json,
  outputs: {
    cancelled: z.object({ shipmentId: z.string() }),
    'too-late': z.object({ shipmentId: z.string(), reason: z.string() }),
  },
  timeoutMs: 20_000,
  ui: {
    label: 'Cancel shipment',
    group: 'Warehouse',
    icon: 'package-x',
    summary: '{shipmentId}',
    description: 'Stops a shipment in the warehouse. Leaves by "too-late" when it is packed already.',
    system: 'WMS',
  },
});
