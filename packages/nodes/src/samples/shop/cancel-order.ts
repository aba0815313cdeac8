import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { ACCEPTED, RELEASED, SOURCED, TOLD } from '../order-to-cash/topics.ts';
import { CANCEL_ASKED } from './topics.ts';

const DAY_MS = 86_400_000;
const KEY = '=steps.asked.key';
const NAME = "steps.asked.key + '/' + steps.groups.id";
const inGroups = { scope: 'groups' };

const ASKED = {
  ...{ topic: CANCEL_ASKED, key: '#1001', eventId: '820982911946154508', offset: 1 },
  receivedAt: '2026-11-20T10:00:01.000Z',
  payload: { reference: '#1001', externalId: '820982911946154508', at: '2026-11-20T10:00:00Z' },
};
const sourced = {
  port: 'received',
  value: {
    payload: {
      ...{ reference: '#1001', salesOrder: '4711', system: 's4hana' },
      groups: [{ id: 'BER-1', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] }],
    },
  },
};
const there = { port: 'received', value: { payload: {} } };
const released = {
  port: 'received',
  value: { payload: { number: 'sh_1', location: 'BER-1', locationKind: 'warehouse' } },
};
const gone = { port: 'out', value: { reference: '#1001', number: '4711', system: 's4hana', status: 'cancelled' } };
const WAY = ['known', 'sourced', 'note', 'groups', 'books', 'all'];

/**
 * What the shop cancelled is stopped wherever it lies: nothing more is sent, what was held goes back, and the books count it no more.
 * What has left has left: a person is told.
 */
export const cancelOrder: Flow = {
  format: FLOW_FORMAT,
  id: 'cancel-order',
  name: 'Cancel an order',
  nodes: [
    step(['asked', 'on-event', 'An order is to be cancelled'], { topic: CANCEL_ASKED, start: 'beginning' }),
    step(['known', 'wait-for-event', 'Was it accepted here?'], {
      topic: ACCEPTED,
      key: KEY,
      from: 'kept',
      timeoutMs: 60_000,
    }),
    // Whoever cancels at once may be faster than the books.
    step(['sourced', 'wait-for-event', 'Who sends what of it?'], {
      topic: SOURCED,
      key: KEY,
      from: 'kept',
      timeoutMs: 7 * DAY_MS,
    }),
    step(['unknown', 'call-flow', 'Nobody here has it'], {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.asked.key, code: 'cancel-unknown', text: 'Cancelled in the shop. It did not come through order to cash: see that nobody sends it.', details: steps.asked.payload }",
    }),
    step(['note', 'update-case', 'Its story tells it'], {
      kind: 'order',
      key: KEY,
      note: 'Cancelled in the shop: whoever was to send it is told to stop.',
      visible: true,
    }),
    step(['groups', 'for-each', 'Each sender'], {
      items: '=steps.sourced.payload.groups',
      parallelism: 10,
      onError: 'collect',
    }),
    step(
      ['warn', 'send-event', 'Whoever follows it knows'],
      {
        topic: TOLD,
        key: `=${NAME}`,
        eventId: `=${NAME} + '/cancel-asked'`,
        payload: `={ id: ${NAME} + '/cancel-asked', kind: 'cancel-asked', lines: [], at: steps.asked.payload.at }`,
      },
      inGroups,
    ),
    step(
      ['released', 'wait-for-event', 'Under which number?'],
      { topic: RELEASED, key: `=${NAME}`, from: 'kept', timeoutMs: 2 * DAY_MS },
      inGroups,
    ),
    step(
      ['stop', 'call-capability', 'Stop it'],
      {
        capability: 'cancel-shipment',
        message: `={ reference: ${NAME}, number: input.payload.number, location: input.payload.location, locationKind: input.payload.locationKind }`,
      },
      inGroups,
    ),
    step(
      ['late', 'switch', 'In time?'],
      { cases: [{ name: 'stopped', when: "=input.status === 'cancelled'" }] },
      inGroups,
    ),
    step(
      ['tell', 'send-event', 'It is stopped'],
      {
        topic: TOLD,
        key: `=${NAME}`,
        eventId: `=${NAME} + '/cancelled'`,
        payload: `={ id: ${NAME} + '/cancelled', kind: 'cancelled', lines: steps.groups.lines.map(({ sku, quantity }) => ({ sku, quantity })), at: steps.asked.payload.at, reason: 'cancelled in the shop' }`,
      },
      inGroups,
    ),
    step(
      ['stopped', 'set-fields', 'Stopped'],
      {
        mode: 'only',
        fields: [
          { path: 'group', value: '=steps.groups.id' },
          { path: 'stopped', value: true },
        ],
      },
      inGroups,
    ),
    step(
      ['not-stopped', 'set-fields', 'Not stopped'],
      {
        mode: 'only',
        fields: [
          { path: 'group', value: '=steps.groups.id' },
          { path: 'stopped', value: false },
          { path: 'reason', value: "=input?.reason ?? 'nobody said under which number it is sent'" },
        ],
      },
      inGroups,
    ),
    step(['books', 'call-capability', 'The books count it no more'], {
      capability: 'cancel-sales-order',
      message:
        "={ reference: steps.asked.key, number: steps.sourced.payload.salesOrder, ...(steps.sourced.payload.system && { system: steps.sourced.payload.system }), reason: 'cancelled in the shop' }",
    }),
    step(['all', 'switch', 'Was all of it stopped?'], {
      cases: [
        {
          name: 'not-all',
          when: '=steps.groups.failed > 0 || steps.groups.results.some(({ stopped }) => !stopped)',
        },
      ],
    }),
    step(['person', 'call-flow', 'Some of it leaves'], {
      flow: 'order-gaps',
      mode: 'start',
      message:
        "={ reference: steps.asked.key, code: 'cancel-too-late', text: 'Cancelled in the shop, too late for some of it: ' + [...steps.groups.results.filter(({ stopped }) => !stopped).map(({ group, reason }) => group + ' (' + reason + ')'), ...steps.groups.failures.map(({ item, error }) => item.id + ' (' + error.message + ')')].join(', ') + '. Ask for it back, or let the customer keep it.', details: steps.groups.results }",
    }),
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'known' },
    { from: 'known', port: 'received', to: 'sourced' },
    { from: 'known', port: 'timeout', to: 'unknown' },
    { from: 'sourced', port: 'received', to: 'note' },
    { from: 'sourced', port: 'timeout', to: 'unknown' },
    { from: 'note', port: 'updated', to: 'groups' },
    { from: 'groups', port: 'each', to: 'warn' },
    { from: 'warn', port: 'out', to: 'released' },
    { from: 'released', port: 'received', to: 'stop' },
    { from: 'released', port: 'timeout', to: 'not-stopped' },
    { from: 'stop', port: 'out', to: 'late' },
    { from: 'late', port: 'stopped', to: 'tell' },
    { from: 'late', port: 'otherwise', to: 'not-stopped' },
    { from: 'tell', port: 'out', to: 'stopped' },
    { from: 'groups', port: 'done', to: 'books' },
    { from: 'books', port: 'out', to: 'all' },
    { from: 'all', port: 'not-all', to: 'person' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'known', 'sourced', 'note', 'groups', '', '', '', '', '', 'books', 'all', 'person'],
      ['', '', 'unknown', '', '', 'warn', 'released', 'stop', 'late', 'tell', 'stopped'],
      ['', '', '', '', '', '', '', '', '', 'not-stopped'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Stops an order that was cancelled in the shop wherever it lies, gives its stock back, and takes it out of the books as far as it was not delivered. A person is told what it was too late for.',
    owner: 'Order operations',
    lane: { key: '=input.key', name: 'Order' },
  },
  tests: [
    {
      id: 'in-time',
      name: 'The warehouse has not packed it',
      node: 'asked',
      message: ASKED,
      replies: {
        known: [there],
        sourced: [sourced],
        released: [released],
        stop: [{ port: 'out', value: { reference: '#1001/BER-1', status: 'cancelled', system: 'wms' } }],
        books: [gone],
      },
      expect: {
        path: WAY,
        published: [
          { topic: TOLD, key: '#1001/BER-1', payload: { kind: 'cancel-asked' } },
          { topic: TOLD, key: '#1001/BER-1', payload: { kind: 'cancelled' } },
        ],
      },
    },
    {
      id: 'too-late',
      name: 'It is packed already: a person is told',
      node: 'asked',
      message: ASKED,
      replies: {
        known: [there],
        sourced: [sourced],
        released: [released],
        stop: [
          {
            port: 'out',
            value: { reference: '#1001/BER-1', status: 'too-late', system: 'wms', reason: 'It is packed.' },
          },
        ],
        books: [gone],
        person: [{ port: 'out', value: { runId: 'r', flowId: 'order-gaps', version: 1 } }],
      },
      expect: { path: [...WAY, 'person'] },
    },
    {
      id: 'unknown',
      name: 'It never came here',
      node: 'asked',
      message: ASKED,
      replies: { unknown: [{ port: 'out', value: { runId: 'r', flowId: 'order-gaps', version: 1 } }] },
      expect: { path: ['known', 'unknown'] },
    },
  ],
};
