import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const TOPIC = 'shipment.status';

/** A carrier's word that the table does not know is kept as it came, and the shop hears "unknown" meanwhile. */
const TO_STATUS = `export default defineMap<CarrierUpdate, ShipmentStatus>((src, t) => ({
  trackingNumber: t.required(src.trackingNumber, 'trackingNumber'),
  carrier: src.carrier,
  status: t.lookup('carrier-status', src.status, { missing: 'queue', default: 'unknown' }),
  raw: src.status,
  at: t.date(src.at),
}));
`;

const update = (status: string) => ({
  carrier: 'Parcel One',
  trackingNumber: '1Z999AA10123456784',
  status,
  at: '2026-11-27T07:45:00.000Z',
});

const told = (status: string, raw: string) => ({ ...update(raw), status, raw });

/**
 * What carriers say, in the words of the shop. No update is dropped: a word nobody has mapped goes on as \`unknown\` with the word itself,
 * waits in the queue of unmapped codes, and is told again, corrected, once somebody has said what it means.
 */
export const carrierStatus: Flow = {
  format: FLOW_FORMAT,
  id: 'carrier-status',
  name: 'Carrier status',
  nodes: [
    {
      id: 'update',
      type: 'webhook',
      version: 1,
      name: 'The carrier says',
      params: {
        path: 'carrier/status',
        verify: { scheme: 'none' },
        dedupe: "=input.trackingNumber + '#' + input.status + '#' + input.at",
        businessKey: '=input.trackingNumber',
        respond: 'accepted',
      },
      policy: {},
    },
    {
      id: 'status',
      type: 'map',
      version: 1,
      name: 'In our words',
      params: { script: TO_STATUS },
      policy: {},
    },
    {
      id: 'publish',
      type: 'send-event',
      version: 1,
      name: 'Tell everybody',
      params: {
        topic: TOPIC,
        key: '=input.trackingNumber',
        // Another status of the same moment is another event: the corrected one supersedes the unknown one.
        eventId: "=input.trackingNumber + '#' + input.at + '#' + input.status",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'update', port: 'out', to: 'status' },
    { from: 'status', port: 'out', to: 'publish' },
  ],
  layout: { nodes: layOut([['update', 'status', 'publish']]), notes: [] },
  settings: {
    layer: 'system',
    description:
      'Puts what carriers say into the words of the shop, by the table "carrier-status". A word nobody knows goes on as unknown, waits for a person, and is told again once it is mapped.',
    owner: 'Shipping',
  },
  tests: [
    {
      id: 'known',
      name: 'A word the table knows',
      node: 'update',
      message: update('OUT_FOR_DELIVERY'),
      expect: {
        path: ['status', 'publish'],
        published: [{ topic: TOPIC, key: '1Z999AA10123456784', payload: told('on-its-way', 'OUT_FOR_DELIVERY') }],
      },
    },
    {
      id: 'unknown',
      name: 'A word nobody knows goes on as unknown',
      node: 'update',
      message: update('LEFT_WITH_NEIGHBOUR'),
      expect: {
        path: ['status', 'publish'],
        published: [{ topic: TOPIC, key: '1Z999AA10123456784', payload: told('unknown', 'LEFT_WITH_NEIGHBOUR') }],
      },
    },
  ],
};
