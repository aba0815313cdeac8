import type { Flow } from '@lockstep/schema/graph';
import { step } from './drawn.ts';
import { releaseInventory } from './give-back.ts';
import { reserveInventory } from './reservations.ts';

const giveBack = (name: string, allocation: string) =>
  step(
    'back',
    'http-request',
    name,
    {
      connection: 'wms',
      method: 'DELETE',
      url: `='/v1/allocations/' + encodeURIComponent(${allocation})`,
      expectedStatuses: '2xx, 404',
    },
    { strategy: 'key' },
  );
const allocated = (pieces: number) => ({
  ...{ allocationId: 'al_1', warehouse: 'DUB-1' },
  lines: [{ sku: 'MUG-BLUE', allocated: pieces, short: 2 - pieces }],
});

/** Offers reservations of the warehouse: all lines, or nothing. */
export const reserveInventoryWms: Flow = reserveInventory({
  head: {
    id: 'reserve-inventory-wms',
    name: 'Reserve inventory (WMS)',
    description:
      'Offers the capability "Reserve inventory" by the warehouse: holds all lines of an order, or gives back what it got when one is short.',
    owner: 'Warehouse',
  },
  errors: { 'wms-refused': 'reservation-refused', 'wms-conflict': 'reservation-refused' },
  hold: {
    type: 'wms.allocate',
    params: {
      connection: 'wms',
      warehouse: "=input.location ?? 'DUB-1'",
      orderRef: '=input.reference',
      lines: '=input.lines',
    },
    held: 'allocated',
  },
  says: { id: 'input.allocationId', location: 'input.warehouse', quantity: 'allocated', sku: 'sku' },
  back: { node: giveBack('Give back what it got', 'input.allocationId'), port: 'out', reply: { status: 204 } },
  replies: { held: allocated(2), short: allocated(1), reservationId: 'al_1' },
});

/** Offers to give it back. */
export const releaseInventoryWms: Flow = releaseInventory({
  head: {
    id: 'release-inventory-wms',
    name: 'Release inventory (WMS)',
    description: 'Offers the capability "Release inventory" by the warehouse: gives back what was held for an order.',
    owner: 'Warehouse',
  },
  back: { node: giveBack('Give it back', 'input.reservationId'), port: 'out', reply: { status: 204 } },
  status: "input.status === 404 ? 'unknown' : 'released'",
  request: { reference: '#1001', reservationId: 'al_1' },
});
