import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

/** A flow without any system: started by hand, to see a message travel. */
export const firstSteps: Flow = {
  format: FLOW_FORMAT,
  id: 'first-steps',
  name: 'First steps',
  nodes: [
    { id: 'start', type: 'manual', version: 1, name: 'Start by hand', params: {}, policy: {} },
    {
      id: 'total',
      type: 'map',
      version: 1,
      name: 'Add up the basket',
      params: {
        script: `type Item = { sku: string; quantity: number; cents: number };

export default function map(input: { items: Item[] }) {
  const cents = input.items.reduce((sum, item) => sum + item.quantity * item.cents, 0);
  return { ...input, cents };
}
`,
      },
      policy: {},
    },
    {
      id: 'size',
      type: 'switch',
      version: 1,
      name: 'Free shipping?',
      params: { cases: [{ name: 'free', when: '=input.cents >= 5000' }] },
      policy: {},
    },
    {
      id: 'free',
      type: 'set-fields',
      version: 1,
      name: 'Ships free',
      params: { mode: 'keep', fields: [{ path: 'shipping.cents', value: 0 }] },
      policy: {},
    },
    {
      id: 'paid',
      type: 'set-fields',
      version: 1,
      name: 'Ships for 4.90',
      params: { mode: 'keep', fields: [{ path: 'shipping.cents', value: 490 }] },
      policy: {},
    },
    {
      id: 'done',
      type: 'log',
      version: 1,
      name: 'Say what it costs',
      params: { level: 'info', message: "='The basket costs ' + (input.cents + input.shipping.cents) + ' cents.'" },
      policy: {},
    },
  ],
  edges: [
    { from: 'start', port: 'out', to: 'total' },
    { from: 'total', port: 'out', to: 'size' },
    { from: 'size', port: 'free', to: 'free' },
    { from: 'size', port: 'otherwise', to: 'paid' },
    { from: 'free', port: 'out', to: 'done' },
    { from: 'paid', port: 'out', to: 'done' },
  ],
  layout: {
    nodes: layOut([
      ['start', 'total', 'size', 'free', 'done'],
      ['', '', '', 'paid', ''],
    ]),
    notes: [
      { id: 'hello', text: 'Press Test run and watch the message travel.', x: 0, y: 120, width: 240, height: 80 },
    ],
  },
  settings: { layer: 'process', description: 'A small flow without any system, to try things out.' },
  tests: [
    {
      id: 'basket',
      name: 'A basket of two articles',
      node: 'start',
      message: {
        items: [
          { sku: 'MUG-BLUE', quantity: 2, cents: 1250 },
          { sku: 'SHIRT-M', quantity: 1, cents: 2900 },
        ],
      },
      expect: { path: ['total', 'size', 'free', 'done'], outputs: { done: { cents: 5400, shipping: { cents: 0 } } } },
    },
    {
      id: 'small-basket',
      name: 'A basket that pays for shipping',
      node: 'start',
      message: { items: [{ sku: 'MUG-BLUE', quantity: 1, cents: 1250 }] },
      expect: { path: ['total', 'size', 'paid', 'done'], outputs: { done: { shipping: { cents: 490 } } } },
    },
  ],
};
