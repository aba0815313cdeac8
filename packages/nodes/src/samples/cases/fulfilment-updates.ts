import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

/** Words of warehouses, suppliers and carriers for the states of a fulfilment group. */
const WORDS = `({ allocated: 'allocated', backorder: 'backordered', delayed: 'delayed', picked: 'released', packed: 'released',
  shipped: 'shipped', DISPATCHED: 'shipped', IN_TRANSIT: 'shipped', delivered: 'delivered', DELIVERED: 'delivered',
  cancelled: 'cancelled', returned: 'returned' })`;

/** What senders tell of an order, in any order and any of their words, on its one case. */
export const fulfilmentUpdates: Flow = {
  format: FLOW_FORMAT,
  id: 'fulfilment-updates',
  name: 'Fulfilment updates',
  nodes: [
    {
      id: 'update',
      type: 'webhook',
      version: 1,
      name: 'A sender tells',
      params: { path: 'orders/updates', verify: { scheme: 'none' }, businessKey: '=input.order' },
      policy: {},
    },
    {
      id: 'known',
      type: 'filter',
      version: 1,
      name: 'Is the word known?',
      params: { when: `=Object.hasOwn(${WORDS}, input.status)` },
      policy: {},
    },
    {
      id: 'tell',
      type: 'update-case',
      version: 1,
      name: 'Tell the case',
      params: {
        kind: 'order',
        key: '=input.order',
        at: '=input.at',
        groups: `=[{ id: input.sender, state: ${WORDS}[input.status] }]`,
        documents: '=input.tracking ? [{ type: "tracking number", id: input.tracking, system: input.carrier }] : []',
        reached: `=['shipped', 'delivered'].includes(${WORDS}[input.status]) ? [{ name: ${WORDS}[input.status], part: input.sender }] : []`,
        visible: true,
      },
      policy: {},
    },
    {
      id: 'unknown',
      type: 'update-case',
      version: 1,
      name: 'Keep the unknown word',
      params: {
        kind: 'order',
        key: '=steps.update.order',
        at: '=steps.update.at',
        note: "=steps.update.sender + ' says \"' + steps.update.status + '\", which no rule knows.'",
      },
      policy: {},
    },
    {
      id: 'contradiction',
      type: 'fail',
      version: 1,
      name: 'It contradicts the case',
      params: {
        kind: 'item',
        code: 'case-contradicted',
        message:
          "='Order ' + input.key + ': ' + (input.refused[0].part ?? 'it') + ' cannot become ' + input.refused[0].to + ', it is ' + input.refused[0].from + '.'",
        details: '=input.refused',
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'update', port: 'out', to: 'known' },
    { from: 'known', port: 'pass', to: 'tell' },
    { from: 'known', port: 'rejected', to: 'unknown' },
    { from: 'tell', port: 'refused', to: 'contradiction' },
  ],
  layout: {
    nodes: layOut([
      ['update', 'known', 'tell', 'contradiction'],
      ['', '', 'unknown', ''],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Warehouses, suppliers and carriers tell of an order in their own words. What came late changes nothing, what contradicts it goes to a person, and no unknown word is dropped.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'shipped',
      name: 'A carrier has it',
      node: 'update',
      message: { order: 'W-2001', sender: 'BER-1', status: 'DISPATCHED', at: '2026-11-27T09:00:00Z', tracking: '1Z99' },
      expect: {
        path: ['known', 'tell'],
        outputs: { tell: { groups: [{ id: 'BER-1', state: 'shipped' }], documents: [{ id: '1Z99' }] } },
      },
    },
    {
      id: 'unknown',
      name: 'A word that no rule knows',
      node: 'update',
      message: { order: 'W-2001', sender: 'BER-1', status: 'LOST_IN_HUB', at: '2026-11-27T09:00:00Z' },
      expect: { path: ['known', 'unknown'] },
    },
  ],
};
