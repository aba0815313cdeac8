import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { groupMessage } from './example.ts';
import { both, DAY_MS, followEdges, followNodes, KEY, NAME } from './follow-group.ts';
import { step } from './step.ts';
import { MILESTONE, RELEASED, TOLD } from './topics.ts';

const GROUP = '=steps.called.group.id';

const released = (document: string, system: string) => ({
  port: 'out',
  value: { reference: '#1001/x', number: 'n-1', document, system },
});

/** The supplier tells something, hours after the beginning. */
const tells = (hours: number, payload: Json) => ({
  afterMs: hours * 3_600_000,
  event: { topic: TOLD, key: '#1001/LUMEN', id: `told-${hours}`, payload },
});

/** What one warehouse or one supplier sends of an order: released there, followed until all has left, delivered and billed in the ERP. */
export const fulfilGroup: Flow = {
  format: FLOW_FORMAT,
  id: 'fulfil-group',
  name: 'Fulfil a group',
  nodes: [
    step(['called', 'callable', 'Group to send']),
    step(['release', 'call-capability', 'Have it sent'], {
      capability: 'release-shipment',
      message: `={ reference: ${NAME}, orderReference: input.order.reference, location: input.group.source, locationKind: input.group.kind, lines: input.group.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity })), ...(input.group.reservation !== null && { reservationId: input.group.reservation }), ...(input.order.shipTo && { shipTo: input.order.shipTo }) }`,
    }),
    step(['known', 'send-event', 'Whoever stops it knows'], {
      topic: RELEASED,
      key: `=${NAME}`,
      eventId: `=${NAME}`,
      payload: '={ number: input.number, location: steps.called.group.source, locationKind: steps.called.group.kind }',
    }),
    // When this run began: what is told of the group is never older, however long the release took to answer.
    step(['begun', 'update-case', 'It is on its way there'], {
      kind: 'order',
      key: KEY,
      at: '=new Date().toISOString()',
      groups: "=[{ id: steps.called.group.id, state: 'released' }]",
      documents: '=[{ type: steps.release.document, id: steps.release.number, system: steps.release.system }]',
      expected: [{ name: 'shipped', part: GROUP, withinMs: 2 * DAY_MS }],
    }),
    step(['whole', 'set-fields', 'All of it is open'], {
      mode: 'only',
      fields: [
        { path: 'left', value: '=steps.called.group.lines.map(({ id, sku, quantity }) => ({ id, sku, quantity }))' },
        { path: 'lost', value: [] },
        { path: 'cancelled', value: [] },
        { path: 'cancelling', value: false },
      ],
    }),
    ...followNodes,
    step(['result', 'return', 'What became of it'], {
      value: '={ group: steps.called.group.id, lost: input.lost, left: input.left, cancelled: input.cancelled ?? [] }',
    }),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'release' },
    { from: 'release', port: 'out', to: 'known' },
    { from: 'known', port: 'out', to: 'begun' },
    ...both('begun', 'whole'),
    { from: 'whole', port: 'out', to: 'follow' },
    ...followEdges,
    { from: 'follow', port: 'done', to: 'result' },
    { from: 'follow', port: 'limit', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'release', 'known', 'begun', 'whole', 'follow', '', '', '', '', '', '', '', '', 'result'],
      ['', '', '', '', '', '', 'told', 'event', 'what', 'deliver', 'bill', 'shipped', 'tell-shipped', 'next'],
      ['', '', '', '', '', '', '', '', '', 'delayed', 'tell-delayed'],
      ['', '', '', '', '', '', '', '', '', 'lost', 'tell-lost'],
      ['', '', '', '', '', '', '', '', '', 'cancelled', 'tell-cancelled'],
      ['', '', '', '', '', '', '', 'late'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Releases what one warehouse or supplier sends, and follows it until all has left: each parcel is delivered and billed in the books; each change that the customer may see is told once.',
    owner: 'Logistics',
  },
  tests: [
    {
      id: 'warehouse',
      name: 'The warehouse ships',
      node: 'called',
      message: groupMessage(0),
      replies: {
        release: [released('shipment', 'wms')],
        told: [
          {
            port: 'received',
            value: {
              payload: {
                kind: 'shipped',
                at: '2026-11-21T10:00:00Z',
                lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
                tracking: 'WM1',
                carrier: 'DHL',
              },
            },
          },
        ],
        deliver: [{ port: 'out', value: { reference: '#1001/WM1', number: '80000001', system: 's4hana' } }],
        bill: [{ port: 'out', value: { number: '90000001', identifiers: [{ system: 's4hana', value: '90000001' }] } }],
      },
      expect: {
        outputs: { result: { group: 'BER-1', lost: [], left: [] } },
        published: [
          { topic: RELEASED, key: '#1001/BER-1', payload: { number: 'n-1', locationKind: 'warehouse' } },
          { topic: MILESTONE, key: '#1001', payload: { milestone: 'shipped', text: '2 x MUG-BLUE left with DHL' } },
        ],
      },
    },
    {
      id: 'supplier',
      name: 'The supplier is late, and then cannot send it',
      node: 'called',
      message: groupMessage(1),
      replies: {
        release: [released('purchase order', 'dropship')],
      },
      arrivals: [
        tells(1, {
          kind: 'delayed',
          at: '2026-11-21T10:00:00Z',
          lines: [{ sku: 'LAMP-OAK' }],
          expectedOn: '2026-12-04',
        }),
        tells(2, { kind: 'lost', at: '2026-11-22T10:00:00Z', lines: [{ sku: 'LAMP-OAK' }], reason: 'obsolete' }),
      ],
      expect: {
        outputs: { result: { group: 'LUMEN', lost: [{ sku: 'LAMP-OAK', quantity: 1 }], left: [] } },
        published: [
          { topic: RELEASED, key: '#1001/LUMEN' },
          { topic: MILESTONE, payload: { milestone: 'delayed', text: '1 x LAMP-OAK is expected on 2026-12-04' } },
          { topic: MILESTONE, payload: { milestone: 'backordered' } },
        ],
      },
    },
    {
      id: 'cancelled',
      name: 'Cancelled in the shop before it was packed',
      node: 'called',
      message: groupMessage(1),
      replies: { release: [released('purchase order', 'dropship')] },
      arrivals: [
        tells(1, { kind: 'cancel-asked', at: '2026-11-21T10:00:00Z', lines: [] }),
        tells(2, { kind: 'lost', at: '2026-11-21T10:00:01Z', lines: [{ sku: 'LAMP-OAK' }], reason: 'stopped' }),
      ],
      expect: {
        outputs: { result: { group: 'LUMEN', lost: [], left: [], cancelled: [{ sku: 'LAMP-OAK', quantity: 1 }] } },
        published: [{ topic: RELEASED }, { topic: MILESTONE, payload: { milestone: 'cancelled' } }],
      },
    },
    {
      id: 'refused',
      name: 'The supplier does not take the order',
      node: 'called',
      message: groupMessage(1),
      replies: {
        release: [{ fail: { kind: 'refused', code: 'supplier-refused', message: 'Invalid shipToParty.' } }],
      },
      expect: { status: 'exception', exception: { code: 'supplier-refused' } },
    },
  ],
};
