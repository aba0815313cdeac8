import type { FlowEdge, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { followEvent } from './follow-event.ts';
import { step } from './step.ts';
import { MILESTONE, TOLD } from './topics.ts';

export const DAY_MS = 86_400_000;
/** What a group is called where it is told of: `#1001/BER-1`. */
export const NAME = "steps.called.order.reference + '/' + steps.called.group.id";
export const KEY = '=steps.called.order.reference';
const inFollow = { scope: 'follow' };
/** The order as the books know it. */
const SOLD_AS =
  '{ orderReference: steps.called.order.reference, salesOrder: steps.called.order.salesOrder, system: steps.called.order.system }';

/** Tells the case what became of lines, and of the group where that holds for all of it. */
const tellCase = (id: string, name: string, state: string, more: Readonly<Record<string, Json>> = {}) =>
  step(
    [id, 'update-case', name],
    {
      kind: 'order',
      key: KEY,
      at: '=steps.event.at',
      lines: `=steps.event.whole.map((id) => ({ id, state: '${state}' }))`,
      visible: true,
      ...more,
    },
    inFollow,
  );

/** Tells shop, CRM and whoever listens of a change that the customer may see; once for each change. */
const tellMilestone = (id: string, name: string, milestone: string, text: string) =>
  step(
    [id, 'send-event', name],
    {
      topic: MILESTONE,
      key: KEY,
      eventId: '=steps.event.change',
      payload: `={
        reference: steps.called.order.reference,
        externalId: steps.called.order.externalId,
        group: steps.called.group.id,
        milestone: '${milestone}',
        at: steps.event.at,
        lines: steps.event.lines,
        expectedOn: steps.event.expectedOn,
        tracking: steps.event.tracking,
        carrier: steps.event.carrier,
        text: ${text}
      }`,
    },
    inFollow,
  );

/** The day a supplier names, in words where it names none. */
const DAY = "(steps.event.expectedOn ?? 'a day that is not known yet')";
const SKUS = "steps.event.lines.map(({ sku, quantity }) => quantity + ' x ' + sku).join(', ')";
/** On whether the case takes the news or not. */
export const both = (from: string, to: string): readonly FlowEdge[] =>
  ['updated', 'refused'].map((port) => ({ from, port, to }));

/** What is told of a group, until all of it has left: each parcel is delivered and billed; each change is told once. */
export const followNodes: readonly FlowNode[] = [
  step(['follow', 'repeat-until', 'Until all has left'], { until: 'input.left.length === 0', maxTimes: 200 }),
  step(
    ['told', 'wait-for-event', 'What is told of it'],
    { topic: TOLD, key: `=${NAME}`, timeoutMs: 3 * DAY_MS },
    inFollow,
  ),
  step(['event', 'map', 'What it means for the lines'], { script: followEvent }, inFollow),
  step(
    ['what', 'switch', 'What happened?'],
    {
      cases: [
        { name: 'shipped', when: "=input.kind === 'shipped'" },
        { name: 'delayed', when: "=input.kind === 'delayed'" },
        { name: 'lost', when: "=input.kind === 'lost'" },
        { name: 'cancelled', when: "=input.kind === 'cancelled'" },
      ],
    },
    inFollow,
  ),
  step(
    ['deliver', 'call-capability', 'Delivery in the books'],
    {
      capability: 'create-delivery',
      message: `={ reference: input.delivery, ...${SOLD_AS}, fulfilmentGroup: steps.called.group.id, lines: input.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity })) }`,
    },
    inFollow,
  ),
  step(
    ['bill', 'call-capability', 'Invoice'],
    {
      capability: 'create-invoice',
      message: `={ reference: input.reference, ...${SOLD_AS}, delivery: input.number }`,
    },
    inFollow,
  ),
  tellCase('shipped', 'Tell the case: shipped', 'shipped', {
    groups: "=steps.event.isLast ? [{ id: steps.called.group.id, state: 'shipped' }] : []",
    documents:
      "=[{ type: 'delivery', id: steps.deliver.number, system: steps.deliver.system }, { type: 'invoice', id: steps.bill.number, system: steps.bill.identifiers?.[0]?.system ?? steps.deliver.system }, { type: 'tracking number', id: steps.event.tracking, system: steps.event.carrier }]",
    reached: "=steps.event.isLast ? [{ name: 'shipped', part: steps.called.group.id }] : []",
  }),
  tellMilestone('tell-shipped', 'Tell everybody: shipped', 'shipped', `${SKUS} + ' left with ' + steps.event.carrier`),
  tellCase('delayed', 'Tell the case: delayed', 'delayed', {
    groups: "=steps.event.isWhole ? [{ id: steps.called.group.id, state: 'delayed' }] : []",
    note: `=steps.called.group.id + ' sends ' + steps.event.lines.map(({ sku }) => sku).join(', ') + ' on ' + ${DAY}`,
    // What was promised before moves to the day that is promised now.
    expected: `=steps.event.expectedOn === null ? [] : [{ name: 'shipped', part: steps.called.group.id, withinMs: Math.max(0, Date.parse(steps.event.expectedOn) + ${DAY_MS} - Date.now()) }]`,
  }),
  tellMilestone('tell-delayed', 'Tell everybody: delayed', 'delayed', `${SKUS} + ' is expected on ' + ${DAY}`),
  tellCase('lost', 'Tell the case: not there', 'backordered', {
    note: "=steps.called.group.id + ' cannot send ' + steps.event.lines.map(({ sku }) => sku).join(', ') + ': ' + steps.event.reason",
  }),
  tellMilestone('tell-lost', 'Tell everybody: not there', 'backordered', `${SKUS} + ' cannot be sent yet'`),
  tellCase('cancelled', 'Tell the case: cancelled', 'cancelled', {
    groups: "=steps.event.isWhole ? [{ id: steps.called.group.id, state: 'cancelled' }] : []",
  }),
  tellMilestone('tell-cancelled', 'Tell everybody: cancelled', 'cancelled', `${SKUS} + ' is cancelled'`),
  step(
    ['late', 'update-case', 'Nobody says anything'],
    { kind: 'order', key: KEY, note: '=steps.called.group.id + " has told nothing for three days."' },
    inFollow,
  ),
  step(
    ['next', 'set-fields', 'What is left'],
    {
      mode: 'only',
      fields: [
        { path: 'left', value: '=(steps.event?.next ?? steps.follow).left' },
        { path: 'lost', value: '=(steps.event?.next ?? steps.follow).lost' },
        { path: 'cancelled', value: '=(steps.event?.next ?? steps.follow).cancelled ?? []' },
        { path: 'cancelling', value: '=(steps.event?.next ?? steps.follow).cancelling ?? false' },
      ],
    },
    inFollow,
  ),
];

export const followEdges: readonly FlowEdge[] = [
  { from: 'follow', port: 'each', to: 'told' },
  { from: 'told', port: 'received', to: 'event' },
  { from: 'told', port: 'timeout', to: 'late' },
  { from: 'event', port: 'out', to: 'what' },
  { from: 'what', port: 'shipped', to: 'deliver' },
  { from: 'deliver', port: 'out', to: 'bill' },
  { from: 'bill', port: 'out', to: 'shipped' },
  ...both('shipped', 'tell-shipped'),
  { from: 'tell-shipped', port: 'out', to: 'next' },
  { from: 'what', port: 'delayed', to: 'delayed' },
  ...both('delayed', 'tell-delayed'),
  { from: 'tell-delayed', port: 'out', to: 'next' },
  { from: 'what', port: 'lost', to: 'lost' },
  ...both('lost', 'tell-lost'),
  { from: 'tell-lost', port: 'out', to: 'next' },
  { from: 'what', port: 'cancelled', to: 'cancelled' },
  ...both('cancelled', 'tell-cancelled'),
  { from: 'tell-cancelled', port: 'out', to: 'next' },
  { from: 'what', port: 'otherwise', to: 'next' },
  ...both('late', 'next'),
];
