import type { Flow } from '@lockstep/schema/graph';
import { CONFIRMED_ORDER } from '../sub-flows/order.ts';
import { drawn, step } from './drawn.ts';

const RESERVED = { reference: '#1001', reservationId: 'al_1', status: 'reserved', location: 'DUB-1' };
const BOOKED = { reference: '#1001', number: '4711', system: 's4hana', status: 'created' };

/**
 * What the business does with an order, whatever systems there are: stock first, then the books; when they refuse, the stock is
 * given back. It names no system, so it is never published again when one is replaced.
 */
export const takeOrder: Flow = drawn(
  {
    id: 'take-order',
    name: 'Take an order',
    settings: {
      layer: 'process',
      description:
        'Holds the stock of an order and has it booked, by capabilities: which warehouse and which ERP do it, bindings say. Gives the stock back when the books refuse.',
      owner: 'Order operations',
      speaksFor: [],
      deadlineMs: 86_400_000,
    },
    tests: [
      {
        id: 'taken',
        name: 'Held and booked',
        node: 'called',
        message: CONFIRMED_ORDER,
        replies: { reserve: [{ port: 'out', value: RESERVED }], book: [{ port: 'out', value: BOOKED }] },
        expect: {
          path: ['reserve', 'enough', 'book', 'taken'],
          outputs: { taken: { reference: '#1001', status: 'taken', salesOrder: '4711', reservationId: 'al_1' } },
        },
      },
      {
        id: 'short',
        name: 'Not in stock: nothing is booked',
        node: 'called',
        message: CONFIRMED_ORDER,
        replies: { reserve: [{ port: 'out', value: { reference: '#1001', status: 'short' } }] },
        expect: {
          path: ['reserve', 'enough', 'out-of-stock'],
          outputs: { 'out-of-stock': { status: 'out-of-stock' } },
        },
      },
      {
        id: 'refused',
        name: 'The books refuse: the stock is given back',
        node: 'called',
        message: CONFIRMED_ORDER,
        replies: {
          reserve: [{ port: 'out', value: RESERVED }],
          book: [{ fail: { kind: 'refused', code: 'order-refused', message: 'The customer is blocked.' } }],
          release: [{ port: 'out', value: { reference: '#1001', status: 'released' } }],
        },
        expect: {
          status: 'exception',
          path: ['reserve', 'enough', 'book', 'release'],
          exception: { code: 'order-refused' },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'Order to take', { input: 'order@1' }),
    step('reserve', 'call-capability', 'Hold the stock', {
      capability: 'reserve-inventory',
      message:
        '={ reference: input.reference, lines: input.lines.map(({ id, sku, quantity, cancelledQuantity = 0 }) => ({ lineId: id, sku, quantity: quantity - cancelledQuantity })).filter(({ quantity }) => quantity > 0) }',
    }),
    step('enough', 'switch', 'All there?', { cases: [{ name: 'held', when: "=input.status === 'reserved'" }] }),
    step('book', 'call-capability', 'Book it', { capability: 'create-sales-order', message: '=steps.called' }),
    step('taken', 'return', 'Taken', {
      value:
        "={ reference: steps.called.reference, status: 'taken', salesOrder: input.number, bookedIn: input.system, reservationId: steps.reserve.reservationId }",
    }),
    step('release', 'call-capability', 'Give the stock back', {
      capability: 'release-inventory',
      message: '={ reference: steps.called.reference, reservationId: input.reservationId }',
    }),
    step('out-of-stock', 'return', 'Not in stock', {
      value: "={ reference: steps.called.reference, status: 'out-of-stock', lines: input.lines ?? [] }",
    }),
  ],
  [
    'called.out > reserve',
    'reserve.out > enough',
    'enough.held > book',
    'enough.otherwise > out-of-stock',
    'book.out > taken',
    'reserve.undo > release',
  ],
  [
    ['called', 'reserve', 'enough', 'book', 'taken'],
    ['', '', 'release', 'out-of-stock'],
  ],
);
