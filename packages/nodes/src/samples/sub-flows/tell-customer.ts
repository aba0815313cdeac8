import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CONFIRMED_ORDER } from './order.ts';

/** A sub-flow that is only started: whoever calls it does not wait, and does not fail with it. */
export const tellCustomer: Flow = {
  format: FLOW_FORMAT,
  id: 'tell-customer',
  name: 'Tell the customer',
  nodes: [
    { id: 'called', type: 'callable', version: 1, name: 'Order to tell about', params: { input: 'order' }, policy: {} },
    {
      id: 'has-address',
      type: 'filter',
      version: 1,
      name: 'Is there an address?',
      params: { when: "=(input.customer?.email ?? '') !== ''", reason: 'The customer gave no e-mail address.' },
      policy: {},
    },
    {
      id: 'message',
      type: 'set-fields',
      version: 1,
      name: 'Write the message',
      params: {
        mode: 'only',
        fields: [
          { path: 'to', value: '=input.customer.email' },
          { path: 'subject', value: "='Your order ' + input.reference + ' is confirmed'" },
          { path: 'language', value: "=input.customer.language ?? 'en'" },
        ],
      },
      policy: {},
    },
    {
      id: 'publish',
      type: 'send-event',
      version: 1,
      name: 'Hand over to the mailer',
      params: { topic: 'customer.message', key: '=steps.called.reference', payload: '=input' },
      policy: {},
    },
  ],
  edges: [
    { from: 'called', port: 'out', to: 'has-address' },
    { from: 'has-address', port: 'pass', to: 'message' },
    { from: 'message', port: 'out', to: 'publish' },
  ],
  layout: { nodes: layOut([['called', 'has-address', 'message', 'publish']]), notes: [] },
  settings: {
    layer: 'process',
    description: 'Other flows start it to tell a customer that an order is confirmed; they do not wait for it.',
    owner: 'Customer service',
  },
  tests: [
    {
      id: 'told',
      name: 'A customer with an address',
      node: 'called',
      message: CONFIRMED_ORDER,
      expect: {
        path: ['has-address', 'message', 'publish'],
        published: [{ topic: 'customer.message', key: '#1001' }],
      },
    },
  ],
};
