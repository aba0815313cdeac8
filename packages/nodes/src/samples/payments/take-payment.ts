import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { PAID, PAYMENTS } from './values.ts';

const COMPLETED = {
  topic: 'order.completed',
  key: '#1001',
  eventId: '#1001',
  offset: 1,
  receivedAt: '2026-11-22T09:00:01.000Z',
  payload: { reference: '#1001' },
};
const HELD = { payment: 'pi_3Px', system: 'stripe', amount: { amount: '114.00', currency: 'EUR' } };
const kept = { port: 'found', value: { key: '#1001', value: HELD, version: 1, updatedAt: null } };
const TAKEN = {
  ...{ id: 'ch_3Px', orderReference: '#1001', kind: 'capture', status: 'succeeded', provider: 'stripe' },
  amount: { amount: '114.00', currency: 'EUR' },
};

/** Takes the money that was held for an order when all of it has left, and lets it go when the order is cancelled. */
export const takePayment: Flow = drawn(
  {
    id: 'take-payment',
    name: 'Take the money',
    settings: {
      layer: 'process',
      description:
        'Takes what is held for an order when all of it has left the warehouses and suppliers, once, and lets it go when the order is cancelled. The case tells which.',
      owner: 'Finance',
      lane: { key: '=input.key', name: 'Order' },
    },
    tests: [
      {
        id: 'taken',
        name: 'All of it has left',
        node: 'completed',
        message: COMPLETED,
        replies: { held: [kept], take: [{ port: 'out', value: TAKEN }] },
        expect: {
          path: ['held', 'take', 'paid', 'tell'],
          published: [{ topic: 'payment.captured', key: '#1001', payload: { amount: { amount: '114.00' } } }],
        },
      },
      {
        id: 'elsewhere',
        name: 'It was paid elsewhere',
        node: 'completed',
        message: COMPLETED,
        replies: { held: [{ port: 'missing', value: null }] },
        expect: { path: ['held', 'elsewhere'] },
      },
      {
        id: 'cancelled',
        name: 'The order is cancelled: the money is let go',
        node: 'cancelled',
        message: { ...COMPLETED, topic: 'order.cancelled' },
        replies: { holds: [kept], 'let-go': [{ port: 'out', value: { ...TAKEN, kind: 'void' } }] },
        expect: { path: ['holds', 'let-go', 'free'] },
      },
    ],
  },
  [
    step('completed', 'on-event', 'All of it has left', { topic: 'order.completed', start: 'beginning' }),
    step('held', 'read-value', 'What is held for it?', { collection: PAYMENTS, key: '=input.key' }),
    step('elsewhere', 'log', 'Paid elsewhere', {
      level: 'info',
      message: "='Order ' + (steps.completed?.key ?? steps.cancelled?.key) + ' was not paid here.'",
    }),
    step('take', 'call-capability', 'Take the money', {
      capability: 'capture-payment',
      message: '={ orderReference: steps.completed.key, paymentId: input.value.payment }',
    }),
    step('paid', 'update-case', 'It is paid', {
      kind: 'order',
      key: '=steps.completed.key',
      documents: "=[{ type: 'charge', id: input.id, system: input.provider ?? steps.held.value.system }]",
      reached: [{ name: PAID }],
      note: "='The money was taken: ' + input.amount.amount + ' ' + input.amount.currency + '.'",
      visible: true,
    }),
    step('tell', 'send-event', 'Tell it', {
      topic: 'payment.captured',
      key: '=steps.completed.key',
      eventId: "=steps.completed.key + '/captured'",
      payload: '={ reference: steps.completed.key, amount: steps.take.amount, charge: steps.take.id }',
    }),
    step('cancelled', 'on-event', 'It is cancelled', { topic: 'order.cancelled', start: 'beginning' }),
    step('holds', 'read-value', 'What is held for it?', { collection: PAYMENTS, key: '=input.key' }),
    step('let-go', 'call-capability', 'Let the money go', {
      capability: 'void-payment',
      message:
        "={ orderReference: steps.cancelled.key, paymentId: input.value.payment, reason: 'requested-by-customer' }",
    }),
    step('free', 'update-case', 'The money is let go', {
      kind: 'order',
      key: '=steps.cancelled.key',
      state: 'cancelled',
      note: 'The order is cancelled: the money that was held is let go.',
      visible: true,
    }),
  ],
  [
    'completed.out > held',
    'held.found > take',
    'held.missing > elsewhere',
    'take.out > paid',
    'paid.updated > tell',
    'paid.refused > tell',
    'cancelled.out > holds',
    'holds.found > let-go',
    'holds.missing > elsewhere',
    'let-go.out > free',
  ],
  [
    ['completed', 'held', 'take', 'paid', 'tell'],
    ['cancelled', 'holds', 'let-go', 'free'],
    ['', '', 'elsewhere'],
  ],
);
