import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const REQUEST = { reference: '#1001', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] };
const LINES = 'input.lines.map(({ sku, allocated, short }) => ({ sku, quantity: allocated, short }))';
const giveBack = (id: string, name: string, allocation: string) =>
  step(
    id,
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

/** Offers reservations of the warehouse: all lines, or nothing. */
export const reserveInventoryWms: Flow = drawn(
  {
    id: 'reserve-inventory-wms',
    name: 'Reserve inventory (WMS)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Reserve inventory" by the warehouse: holds all lines of an order, or gives back what it got when one is short.',
      owner: 'Warehouse',
    },
    tests: [
      {
        id: 'held',
        name: 'All is in stock',
        node: 'called',
        message: REQUEST,
        replies: {
          hold: [
            {
              port: 'allocated',
              value: { allocationId: 'al_1', warehouse: 'DUB-1', lines: [{ sku: 'MUG-BLUE', allocated: 2, short: 0 }] },
            },
          ],
        },
        expect: { path: ['hold', 'held'], outputs: { held: { status: 'reserved', reservationId: 'al_1' } } },
      },
      {
        id: 'short',
        name: 'One piece is missing: what was held is given back',
        node: 'called',
        message: REQUEST,
        replies: {
          hold: [
            {
              port: 'short',
              value: { allocationId: 'al_1', warehouse: 'DUB-1', lines: [{ sku: 'MUG-BLUE', allocated: 1, short: 1 }] },
            },
          ],
          back: [{ port: 'out', value: { status: 204 } }],
        },
        expect: { path: ['hold', 'back', 'short'], outputs: { short: { reference: '#1001', status: 'short' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'Stock wanted', {
      capability: 'reserve-inventory',
      errors: { 'wms-refused': 'reservation-refused', 'wms-conflict': 'reservation-refused' },
    }),
    step(
      'hold',
      'wms.allocate',
      'Allocate all lines',
      {
        connection: 'wms',
        warehouse: "=input.location ?? 'DUB-1'",
        orderRef: '=input.reference',
        lines: '=input.lines',
      },
      { timeoutMs: 15_000 },
    ),
    step('held', 'return', 'Reserved', {
      value: `={ reference: steps.called.reference, reservationId: input.allocationId, status: 'reserved', location: input.warehouse, lines: ${LINES} }`,
    }),
    giveBack('back', 'Give back what it got', 'input.allocationId'),
    step('short', 'return', 'Short', {
      value: `={ reference: steps.called.reference, status: 'short', lines: steps.hold.lines.map(({ sku, short }) => ({ sku, quantity: 0, short })) }`,
    }),
  ],
  ['called.out > hold', 'hold.allocated > held', 'hold.short > back', 'back.out > short'],
  [
    ['called', 'hold', 'held'],
    ['', '', 'back', 'short'],
  ],
);

/** Offers to give it back. */
export const releaseInventoryWms: Flow = drawn(
  {
    id: 'release-inventory-wms',
    name: 'Release inventory (WMS)',
    settings: {
      layer: 'system',
      description: 'Offers the capability "Release inventory" by the warehouse: gives back what was held for an order.',
      owner: 'Warehouse',
    },
    tests: [
      {
        id: 'released',
        name: 'Given back',
        node: 'called',
        message: { reference: '#1001', reservationId: 'al_1' },
        replies: { back: [{ port: 'out', value: { status: 204 } }] },
        expect: { path: ['back', 'give'], outputs: { give: { reference: '#1001', status: 'released' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'Stock not needed', { capability: 'release-inventory' }),
    giveBack('back', 'Give it back', 'input.reservationId'),
    step('give', 'return', 'Released', {
      value: "={ reference: steps.called.reference, status: input.status === 404 ? 'unknown' : 'released' }",
    }),
  ],
  ['called.out > back', 'back.out > give'],
  [['called', 'back', 'give']],
);
