import type { Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { CONFIRMED_ORDER } from '../sub-flows/order.ts';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const TAKEN = { reference: '#1001', status: 'taken', salesOrder: '4711', bookedIn: 's4hana', reservationId: 'al_1' };

/** What a channel sees of taking an order: an address, a contract, an answer within the deadline. */
export const orderApi: Flow = drawn(
  {
    id: 'order-api',
    name: 'Order API',
    settings: {
      layer: 'experience',
      description:
        'Takes canonical orders of any channel and answers what became of them: 201 taken, 409 not in stock, 422 refused, 202 with orderRef when it takes longer. Send an Idempotency-Key with each: a repetition gets the same answer. With a callbackUrl the outcome is also told there, once, by POST.',
      owner: 'Channels',
      speaksFor: [],
    },
    tests: [
      {
        id: 'taken',
        name: 'Taken',
        node: 'asked',
        message: CONFIRMED_ORDER,
        replies: { take: [{ port: 'out', value: TAKEN }] },
        expect: {
          path: ['take', 'taken', 'yes', 'wanted'],
          outputs: { yes: { status: 201, body: { status: 'taken' } } },
        },
      },
      {
        id: 'told',
        name: 'Taken, and told',
        node: 'asked',
        message: { ...(CONFIRMED_ORDER as JsonObject), callbackUrl: 'https://shop.example.com/told' },
        replies: {
          take: [{ port: 'out', value: TAKEN }],
          tell: [{ port: 'out', value: { status: 204, headers: {}, body: '' } }],
        },
        expect: { path: ['take', 'taken', 'yes', 'wanted', 'tell'] },
      },
      {
        id: 'short',
        name: 'Not in stock',
        node: 'asked',
        message: CONFIRMED_ORDER,
        replies: { take: [{ port: 'out', value: { reference: '#1001', status: 'out-of-stock' } }] },
        expect: { path: ['take', 'taken', 'no', 'wanted'], outputs: { no: { status: 409 } } },
      },
      {
        id: 'refused',
        name: 'Refused',
        node: 'asked',
        message: CONFIRMED_ORDER,
        replies: { take: [{ fail: { kind: 'refused', code: 'order-refused', message: 'The customer is blocked.' } }] },
        expect: {
          path: ['take', 'refused', 'wanted'],
          outputs: { refused: { status: 422, body: { code: 'order-refused' } } },
        },
      },
    ],
  },
  [
    step('asked', 'webhook', 'Order', {
      path: 'api/orders',
      verify: { scheme: 'none' },
      contract: 'order-submission@1',
      dedupe: 'Idempotency-Key',
      dedupeElse: '=input.reference',
      businessKey: '=input.reference',
      reference: 'orderRef',
      respond: 'flow',
      deadlineMs: 10_000,
    }),
    step('take', 'call-flow', 'Take it', {
      flow: 'take-order',
      message: '={ ...input, callbackUrl: undefined }',
    }),
    step('taken', 'switch', 'Taken?', { cases: [{ name: 'taken', when: "=input.status === 'taken'" }] }),
    step('yes', 'respond', 'Taken', { status: 201, body: '=input' }),
    step('no', 'respond', 'Not in stock', { status: 409, body: '=input' }),
    step('refused', 'respond', 'Refused', {
      status: 422,
      body: '={ reference: steps.asked.reference, status: "refused", code: input.error.code, reason: input.error.message }',
    }),
    step('wanted', 'switch', 'To be told?', {
      cases: [{ name: 'yes', when: '=steps.asked.callbackUrl !== undefined' }],
    }),
    step(
      'tell',
      'http-request',
      'Tell the channel',
      {
        method: 'POST',
        url: '=steps.asked.callbackUrl',
        body: "={ orderRef: steps.asked.reference, outcome: input.status === 201 ? 'confirmed' : 'refused', answer: input.body }",
      },
      { strategy: 'key', retry: { ...RETRY, maxAttempts: 10, capMs: 300_000 }, timeoutMs: 10_000 },
    ),
  ],
  [
    'asked.out > take',
    'take.out > taken',
    'taken.taken > yes',
    'taken.otherwise > no',
    'take.error > refused',
    'yes.out > wanted',
    'no.out > wanted',
    'refused.out > wanted',
    'wanted.yes > tell',
  ],
  [
    ['asked', 'take', 'taken', 'yes', 'wanted', 'tell'],
    ['', '', 'refused', 'no'],
  ],
);
