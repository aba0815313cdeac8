import { contracts } from '@lockstep/schema/contracts';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { shopifyToOrder } from '../maps/shopify-to-order.ts';
import { step } from './step.ts';
import { ACCEPTED } from './topics.ts';

const SHOPIFY_ORDER = contracts.find(({ name }) => name === 'shopify-order')?.example ?? {};

/** Orders of the shop, accepted at once and told on a topic: whatever follows may be away. */
export const orderIntake: Flow = {
  format: FLOW_FORMAT,
  id: 'order-intake',
  name: 'Accept orders of the shop',
  nodes: [
    step(['placed', 'webhook', 'Order placed'], {
      path: 'shopify/orders-accepted',
      verify: { scheme: 'shopify', connection: 'shopify' },
      dedupe: 'X-Shopify-Webhook-Id',
      businessKey: '=input.name',
      respond: 'accepted',
    }),
    step(['check', 'check-contract', 'Is it a Shopify order?'], { contract: 'shopify-order@1' }),
    step(['order', 'map', 'To canonical order'], { script: shopifyToOrder }),
    step(['accepted', 'send-event', 'It is accepted'], {
      topic: ACCEPTED,
      key: '=input.reference',
      eventId: '=input.externalId',
    }),
    step(['no-order', 'fail', 'Not a Shopify order'], {
      code: 'shopify-order-invalid',
      message:
        "='The message is not a Shopify order. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    }),
  ],
  edges: [
    { from: 'placed', port: 'out', to: 'check' },
    { from: 'check', port: 'valid', to: 'order' },
    { from: 'check', port: 'invalid', to: 'no-order' },
    { from: 'order', port: 'out', to: 'accepted' },
  ],
  layout: {
    nodes: layOut([
      ['placed', 'check', 'order', 'accepted'],
      ['', '', 'no-order', ''],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Takes orders of the shop whatever the state of ERP, warehouses and suppliers, and tells each on the topic "order.accepted" once, in its canonical form.',
    owner: 'Online shop',
  },
  tests: [
    {
      id: 'order',
      name: 'An order from Berlin',
      node: 'placed',
      message: SHOPIFY_ORDER,
      expect: { path: ['check', 'order', 'accepted'], published: [{ topic: ACCEPTED, key: '#1042' }] },
    },
    {
      id: 'no-order',
      name: 'Something that is no order',
      node: 'placed',
      message: { hello: 'world' },
      expect: { status: 'exception', exception: { code: 'shopify-order-invalid' } },
    },
  ],
};
