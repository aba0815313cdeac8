import type { FlowNode } from '@lockstep/schema/graph';
import { step } from './step.ts';
import { ORDERS, SOURCED, TOLD } from './topics.ts';

export const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const KEY = '=steps.placed.reference';
const NAME = "steps.placed.reference + '/' + steps.placed.shop";

/** Where it is, and what. */
const SHOP = "{ location: steps.placed.shop, locationKind: 'shop' }";
const LINES = 'steps.placed.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity }))';

const because = (id: string, name: string, reason: string) =>
  step([id, 'set-fields', name], { mode: 'only', fields: [{ path: 'reason', value: reason }] });
const REASON =
  "(steps.short?.reason ?? steps['not-ready']?.reason ?? steps['not-there']?.reason ?? steps['not-collected']?.reason)";

const tellCustomer = (id: string, name: string, subject: string) =>
  step([id, 'send-event', name], {
    topic: 'customer.message',
    key: KEY,
    eventId: `=steps.placed.reference + '/${id}'`,
    payload: `={ to: steps.placed.customer?.email ?? null, subject: ${subject} }`,
  });

/** From the order to the shelf of the shop, the customer, and the way back. */
export const collectNodes: readonly FlowNode[] = [
  step(['placed', 'webhook', 'Order for a shop'], {
    path: 'orders/click-and-collect',
    verify: { scheme: 'none' },
    dedupe: '=input.reference',
    businessKey: '=input.reference',
    respond: 'accepted',
  }),
  step(['open', 'update-case', 'Open its case'], {
    kind: 'order',
    key: KEY,
    title: '=input.customer?.name ?? input.reference',
    at: '=input.placedAt',
    lines:
      '=input.lines.map(({ id, sku, name, quantity }) => ({ id, title: name ?? sku, quantity, group: input.shop }))',
    groups: '=[{ id: input.shop, title: input.shop }]',
    expected: [{ name: 'ready', withinMs: 2 * HOUR_MS }],
  }),
  step(['reserve', 'call-capability', 'Reserve in the shop'], {
    capability: 'reserve-inventory',
    message: `={ reference: ${NAME}, ...${SHOP}, lines: ${LINES} }`,
  }),
  step(['free', 'call-capability', 'Free what was reserved'], {
    capability: 'release-inventory',
    message: `={ reference: ${NAME}, ...${SHOP}, reservationId: input.reservationId }`,
  }),
  step(['all', 'switch', 'All there?'], { cases: [{ name: 'held', when: "=input.status === 'reserved'" }] }),
  because('short', 'The shop has not all of it', 'the shop has not all of it'),
  step(['release', 'call-capability', 'Have it made ready'], {
    capability: 'release-shipment',
    message: `={ reference: ${NAME}, orderReference: steps.placed.reference, ...${SHOP}, service: 'pickup', reservationId: steps.reserve.reservationId, lines: ${LINES} }`,
  }),
  step(['keep', 'keep-value', 'Known to those who tell of it'], {
    collection: ORDERS,
    key: KEY,
    value: '={ reference: steps.placed.reference, shop: steps.placed.shop }',
  }),
  step(['sourced', 'send-event', 'Those who came early go on'], {
    topic: SOURCED,
    key: KEY,
    eventId: KEY,
    payload: '={ reference: steps.placed.reference }',
  }),
  step(['made-ready', 'wait-for-event', 'Until it is ready'], {
    topic: TOLD,
    key: `=${NAME}`,
    timeoutMs: 24 * HOUR_MS,
  }),
  because('not-ready', 'Nobody made it ready', 'the shop did not make it ready'),
  step(['is-ready', 'switch', 'Is it?'], { cases: [{ name: 'ready', when: "=input.payload.kind === 'ready'" }] }),
  because('not-there', 'It is not there', 'it was not found in the shop'),
  step(['ready', 'update-case', 'It is ready'], {
    kind: 'order',
    key: KEY,
    at: '=input.payload.at',
    groups: "=[{ id: steps.placed.shop, state: 'released' }]",
    documents: '=[{ type: steps.release.document, id: steps.release.number, system: steps.release.system }]',
    reached: [{ name: 'ready' }],
    expected: [{ name: 'collected', withinMs: WEEK_MS }],
    visible: true,
  }),
  tellCustomer(
    'tell-ready',
    'Tell the customer: ready',
    "'Your order ' + steps.placed.reference + ' is ready in ' + steps.placed.shop",
  ),
  step(['collected', 'wait-for-event', 'Until it is collected'], {
    topic: TOLD,
    key: `=${NAME}`,
    timeoutMs: `=steps.placed.holdMs ?? ${WEEK_MS}`,
  }),
  step(['is-collected', 'switch', 'Is it?'], {
    cases: [{ name: 'collected', when: "=input.payload.kind === 'collected'" }],
  }),
  because('not-collected', 'Nobody came', 'it was not collected in time'),
  step(['stop', 'call-capability', 'Put it back on the shelf'], {
    capability: 'cancel-shipment',
    message: `={ reference: ${NAME}, number: steps.release.number, ...${SHOP} }`,
  }),
  step(['stopped', 'switch', 'Is it back?'], { cases: [{ name: 'too-late', when: "=input.status === 'too-late'" }] }),
  step(['done', 'update-case', 'It is with the customer'], {
    kind: 'order',
    key: KEY,
    groups: "=[{ id: steps.placed.shop, state: 'delivered' }]",
    reached: [{ name: 'collected' }],
    visible: true,
  }),
  step(['refund', 'call-capability', 'Give the money back'], {
    capability: 'refund-payment',
    message:
      "={ reference: steps.placed.reference, orderReference: steps.placed.reference, provider: steps.placed.provider ?? 'stripe', paymentId: steps.placed.paymentIntent }",
  }),
  step(['paid', 'switch', 'Is it paid?'], {
    cases: [{ name: 'paid', when: "=['refunded', 'pending'].includes(input.status)" }],
  }),
  step(['no-refund', 'fail', 'The money is still here'], {
    kind: 'refused',
    code: 'refund-failed',
    message:
      "='The money of ' + steps.placed.reference + (input.status === 'unknown' ? ' may or may not be with the customer: look at the payments. ' : ' was not taken back: pay the customer another way. ') + (input.reason ?? '')",
  }),
  step(['cancelled', 'update-case', 'It is over'], {
    kind: 'order',
    key: KEY,
    state: 'cancelled',
    groups: "=[{ id: steps.placed.shop, state: 'cancelled' }]",
    note: `='Given up and refunded: ' + ${REASON} + '.'`,
    visible: true,
  }),
  tellCustomer(
    'tell-cancelled',
    'Tell the customer: refunded',
    "'Your order ' + steps.placed.reference + ' is refunded'",
  ),
];
