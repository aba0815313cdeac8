import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { RESERVED } from './example.ts';
import { step } from './step.ts';

const inEach = { scope: 'each' };

/** Gives back what an order holds at its sources; the undo step of `reserve-sources`. */
export const releaseSources: Flow = {
  format: FLOW_FORMAT,
  id: 'release-sources',
  name: 'Give reservations back',
  nodes: [
    step(['called', 'callable', 'What was reserved']),
    step(['each', 'for-each', 'Each source'], {
      items: '=input.groups.filter(({ reservation }) => reservation !== null)',
      parallelism: 5,
    }),
    step(
      ['kind', 'switch', 'Warehouse or supplier?'],
      { cases: [{ name: 'supplier', when: "=input.kind === 'supplier'" }] },
      inEach,
    ),
    step(
      ['give-back', 'http-request', 'Free the allocation'],
      {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.reservation)",
        expectedStatuses: '2xx, 404',
      },
      { ...inEach, policy: { strategy: 'key' } },
    ),
    step(
      ['release', 'dropship.release', 'Free the reservation'],
      { connection: 'dropship', reservation: '=input.reservation' },
      inEach,
    ),
    step(['result', 'return', 'How many were freed'], { value: '={ freed: input.items }' }),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'each' },
    { from: 'each', port: 'each', to: 'kind' },
    { from: 'kind', port: 'otherwise', to: 'give-back' },
    { from: 'kind', port: 'supplier', to: 'release' },
    { from: 'each', port: 'done', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'each', '', '', 'result'],
      ['', '', 'kind', 'give-back', ''],
      ['', '', '', 'release', ''],
    ]),
    notes: [],
  },
  settings: {
    description: 'Other flows call it to give back what an order holds in warehouses and at suppliers.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'both',
      name: 'One in the warehouse, one at the supplier',
      node: 'called',
      message: RESERVED,
      replies: {
        'give-back': [{ port: 'out', value: { status: 204 } }],
        release: [{ port: 'released', value: { reservation: '#1001/LUMEN' } }],
      },
      expect: { path: ['each', 'result'], outputs: { result: { freed: 2 } } },
    },
  ],
};
