import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from './step.ts';

/** Puts an order before a person: what it is about stands in its case, and the exception stays open until somebody has seen to it. */
export const orderGaps: Flow = {
  format: FLOW_FORMAT,
  id: 'order-gaps',
  name: 'Orders a person must see to',
  nodes: [
    step(['called', 'callable', 'What is wrong']),
    step(['note', 'update-case', 'It stands in the case'], {
      kind: 'order',
      key: '=input.reference',
      note: '=input.text',
    }),
    step(['person', 'fail', 'A person decides'], {
      kind: 'refused',
      code: '=steps.called.code',
      message: "='Order ' + steps.called.reference + ': ' + steps.called.text",
      details: '=steps.called.details',
    }),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'note' },
    { from: 'note', port: 'updated', to: 'person' },
  ],
  layout: { nodes: layOut([['called', 'note', 'person']]), notes: [] },
  settings: {
    layer: 'process',
    description:
      'Other flows start it for an order that cannot go on as it should: the case says why, and a person finds an exception.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'unfilled',
      name: 'Nobody sends the lamp',
      node: 'called',
      message: { reference: '#1001', code: 'lines-unfilled', text: 'Nobody sends LAMP-OAK.', details: [] },
      expect: { status: 'exception', exception: { node: 'person', code: 'lines-unfilled' } },
    },
  ],
};
