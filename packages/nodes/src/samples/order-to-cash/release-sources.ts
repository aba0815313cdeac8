import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { RESERVED } from './example.ts';
import { step } from './step.ts';

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
      ['free', 'call-capability', 'Free the reservation'],
      {
        capability: 'release-inventory',
        message:
          "={ reference: steps.called.reference + '/' + input.id, reservationId: input.reservation, location: input.source, locationKind: input.kind }",
      },
      { scope: 'each' },
    ),
    step(['result', 'return', 'How many were freed'], { value: '={ freed: input.items }' }),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'each' },
    { from: 'each', port: 'each', to: 'free' },
    { from: 'each', port: 'done', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'each', '', 'result'],
      ['', '', 'free', ''],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description: 'Other flows call it to give back what an order holds in warehouses and at suppliers.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'both',
      name: 'One in the warehouse, one at the supplier',
      node: 'called',
      message: RESERVED,
      replies: { free: [{ port: 'out', value: { reference: 'x', status: 'released' } }] },
      expect: { path: ['each', 'result'], outputs: { result: { freed: 2 } } },
    },
  ],
};
