import type { Flow } from '@lockstep/schema/graph';
import { LINES_FOR_SUPPLIER, SKU_OF_SUPPLIER } from './articles.ts';
import { step } from './drawn.ts';
import { releaseInventory } from './give-back.ts';
import { reserveInventory } from './reservations.ts';

const release = (name: string, reservation: string) =>
  step('back', 'dropship.release', name, { connection: 'dropship', reservation });
const reserved = (pieces: number) => ({
  reservation: '#1001/X',
  lines: [{ sku: 'MUG-BLUE', requested: 2, reserved: pieces, short: 2 - pieces }],
});
const RELEASED = { reservation: '#1001/X' };

/** Offers reservations of the drop-ship supplier: all lines, or nothing. */
export const reserveInventorySupplier: Flow = reserveInventory({
  head: {
    id: 'reserve-inventory-supplier',
    name: 'Reserve inventory (supplier)',
    description:
      'Offers the capability "Reserve inventory" by the drop-ship supplier: it keeps all lines of an order for us, or what it kept is given back when one is short.',
    owner: 'Purchasing',
  },
  errors: { 'dropship-refused': 'reservation-refused' },
  hold: {
    type: 'dropship.reserve',
    params: { connection: 'dropship', reservation: '=input.reference', lines: LINES_FOR_SUPPLIER },
    held: 'reserved',
  },
  says: {
    id: 'input.reservation',
    location: "(steps.called.location ?? 'supplier')",
    quantity: 'reserved',
    sku: SKU_OF_SUPPLIER,
  },
  back: { node: release('Give back what it kept', '=input.reservation'), port: 'released', reply: RELEASED },
  replies: { held: reserved(2), short: reserved(1), reservationId: '#1001/X' },
});

/** Offers to give it back. */
export const releaseInventorySupplier: Flow = releaseInventory({
  head: {
    id: 'release-inventory-supplier',
    name: 'Release inventory (supplier)',
    description:
      'Offers the capability "Release inventory" by the drop-ship supplier: gives back what it kept for an order.',
    owner: 'Purchasing',
  },
  back: { node: release('Give it back', '=input.reservationId'), port: 'released', reply: RELEASED },
  status: "'released'",
  request: { reference: '#1001/LUMEN', reservationId: '#1001/X' },
});
