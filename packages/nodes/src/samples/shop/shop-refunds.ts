import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { REFUNDED } from './topics.ts';

const GIVEN = {
  ...{ refund: '509562969', order: '#1042', note: 'Scratched, kept at a discount', isMoney: true },
  ...{ amount: '12.50', currency: 'EUR', lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }] },
};
const TOLD = { topic: REFUNDED, key: '#1042', eventId: '509562969', receivedAt: '2026-11-24T09:00:01.000Z' };
const CREDITED = {
  port: 'out',
  value: { reference: 'SR-509562969', number: '70000009', system: 's4hana', status: 'created' },
};
const COUNTS = { port: 'out', value: { ...CREDITED.value, status: 'released' } };
/** What "Return to refund" writes into the note of its refunds. */
const OURS = '/^RMA-/';
const RETRY = { retry: { maxAttempts: 20, baseMs: 500, capMs: 300_000, jitter: 0.2 } } as const;

/** Money that somebody gave back in the shop's own screens gets its credit memo, so that shop and books agree to the cent. */
export const shopRefunds: Flow = drawn(
  {
    id: 'shop-refunds',
    name: 'Refunds of the shop',
    settings: {
      layer: 'process',
      description:
        'Asks the books for a credit memo of the sum of each refund that was made in the shop by hand, and has it count at once: the money has left. Refunds of our own returns have theirs already.',
      owner: 'Finance',
    },
    tests: [
      {
        id: 'by-hand',
        name: 'Somebody gave 12.50 back',
        node: 'refunded',
        message: { ...TOLD, payload: GIVEN },
        replies: { credit: [CREDITED], count: [COUNTS] },
        expect: { path: ['whose', 'credit', 'count', 'case'], outputs: { count: { status: 'released' } } },
      },
      {
        id: 'ours',
        name: 'A refund of a return of ours',
        node: 'refunded',
        message: { ...TOLD, payload: { ...GIVEN, note: 'RMA-3107: unwanted' } },
        expect: { path: ['whose', 'ours'] },
      },
      {
        id: 'no-money',
        name: 'Goods without money',
        node: 'refunded',
        message: { ...TOLD, payload: { ...GIVEN, amount: '0.00', isMoney: false } },
        expect: { path: ['whose', 'no-money'] },
      },
    ],
  },
  [
    step('refunded', 'on-event', 'Money was given back', {
      topic: REFUNDED,
      start: 'beginning',
      businessKey: '=input.payload.refund',
    }),
    step('whose', 'switch', 'Is it news to the books?', {
      cases: [
        { name: 'ours', when: `=${OURS}.test(input.payload.note)` },
        { name: 'no-money', when: '=!input.payload.isMoney' },
      ],
    }),
    step('ours', 'log', 'A return of ours', {
      level: 'info',
      message: "=input.payload.note + ' has its credit memo by the return'",
    }),
    step('no-money', 'log', 'No money moved', {
      level: 'info',
      message: "='Refund ' + input.payload.refund + ' moved no money'",
    }),
    step(
      'credit',
      'call-capability',
      'Credit memo in the books',
      {
        capability: 'create-credit-memo',
        message:
          "={ reference: 'SR-' + input.payload.refund, orderReference: input.payload.order, currency: input.payload.currency, lines: input.payload.lines }",
      },
      RETRY,
    ),
    // The money has left already: nothing is to wait for.
    step(
      'count',
      'call-capability',
      'It counts at once',
      { capability: 'release-credit-memo', message: '={ reference: input.reference, number: input.number }' },
      RETRY,
    ),
    step('case', 'update-case', 'Its story tells it', {
      kind: 'order',
      key: '=steps.refunded.payload.order',
      documents: "=[{ type: 'credit memo request', id: steps.credit.number, system: steps.credit.system }]",
      note: "=steps.refunded.payload.amount + ' ' + steps.refunded.payload.currency + ' were given back in the shop' + (steps.refunded.payload.note === '' ? '.' : ': ' + steps.refunded.payload.note)",
      visible: true,
    }),
  ],
  [
    'refunded.out > whose',
    'whose.ours > ours',
    'whose.no-money > no-money',
    'whose.otherwise > credit',
    'credit.out > count',
    'count.out > case',
  ],
  [
    ['refunded', 'whose', 'credit', 'count', 'case'],
    ['', '', 'ours'],
    ['', '', 'no-money'],
  ],
);
