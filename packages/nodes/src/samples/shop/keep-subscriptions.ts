import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { RESTORED } from './topics.ts';

const inTopics = { scope: 'topics' };
/** What the shop is to tell, and to which of our doors. */
const TOPICS = [
  { topic: 'orders/create', path: 'shopify/orders-create' },
  { topic: 'orders/updated', path: 'shopify/order-changes' },
  { topic: 'orders/cancelled', path: 'shopify/order-changes' },
  { topic: 'refunds/create', path: 'shopify/refunds' },
  { topic: 'customers/create', path: 'shopify/customers' },
  { topic: 'customers/update', path: 'shopify/customers' },
];
/** What the ERP is to tell; which entity is told is part of the drawing. */
const ENTITIES = [
  ['products', 'items'],
  ['buyers', 'customers'],
] as const;
const kept = (topic: string, how: string) => ({
  port: 'kept',
  value: { subscriptionId: 'gid://shopify/WebhookSubscription/1', topic, address: 'https://x.example/hooks/a', how },
});
const RENEWED = {
  port: 'kept',
  value: { subscriptionId: 'webhookItems', expiresOn: '2026-11-29T08:00:00Z', how: 'renewed' },
};

/**
 * Shop and ERP stop telling when nobody answered for a while: a shop after four hours of failures, Business Central after three days
 * in any case. Once an hour both are asked to go on, and what nobody was told meanwhile is said on a topic, to be fetched.
 */
export const keepSubscriptions: Flow = {
  format: FLOW_FORMAT,
  id: 'keep-subscriptions',
  name: 'Keep subscriptions',
  nodes: [
    step(['hour', 'schedule', 'Every hour'], { cron: '7 * * * *', timeZone: 'UTC', missed: 'run-once' }),
    step(['topics', 'for-each', 'Each topic of the shop'], { items: TOPICS, parallelism: 1, onError: 'collect' }),
    step(
      ['keep', 'shopify.keep-webhook', 'Is it told?'],
      { connection: 'shopify', topic: '=input.topic', address: "=vars.publicUrl + '/hooks/' + input.path" },
      inTopics,
    ),
    step(
      ['lost', 'switch', 'Was it lost?'],
      { cases: [{ name: 'lost', when: "=input.how === 'created' && steps.hour.previousAt !== null" }] },
      inTopics,
    ),
    step(
      ['told', 'send-event', 'Somebody fetches it'],
      {
        topic: RESTORED,
        key: '=input.topic',
        eventId: "=input.topic + '@' + steps.hour.scheduledAt",
        // A shop tries for four hours before it gives an address up.
        payload:
          "={ system: 'shopify', topic: input.topic, since: new Date(Date.parse(steps.hour.previousAt) - 5 * 3600000).toISOString() }",
      },
      inTopics,
    ),
    ...ENTITIES.map(([id, entity]) =>
      step([id, 'business-central.keep-subscription', `Renew with the ERP: ${entity}`], {
        connection: 'business-central',
        entity,
        notificationUrl: "=vars.publicUrl + '/hooks/business-central/changes'",
      }),
    ),
    step(['all', 'switch', 'Could all be kept?'], {
      cases: [{ name: 'some-not', when: '=steps.topics.failed > 0' }],
    }),
    step(['not-kept', 'fail', 'Some could not'], {
      kind: 'refused',
      code: 'subscription-not-kept',
      message:
        "='Nobody is told of ' + steps.topics.failures.map(({ item, error }) => item.topic + ' (' + error.message + ')').join(', ')",
    }),
  ],
  edges: [
    { from: 'hour', port: 'out', to: 'topics' },
    { from: 'topics', port: 'each', to: 'keep' },
    { from: 'keep', port: 'kept', to: 'lost' },
    { from: 'lost', port: 'lost', to: 'told' },
    { from: 'topics', port: 'done', to: 'products' },
    { from: 'products', port: 'kept', to: 'buyers' },
    { from: 'buyers', port: 'kept', to: 'all' },
    { from: 'all', port: 'some-not', to: 'not-kept' },
  ],
  layout: {
    nodes: layOut([
      ['hour', 'topics', '', '', '', 'products', 'buyers', 'all', 'not-kept'],
      ['', '', 'keep', 'lost', 'told'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Once an hour sees to it that the shop and Business Central go on telling us what happens. Where one had stopped, an event says since when, and what was missed is fetched.',
    owner: 'Integration',
  },
  tests: [
    {
      id: 'all-there',
      name: 'All are there',
      node: 'hour',
      message: { scheduledAt: '2026-11-26T08:07:00.000Z', previousAt: '2026-11-26T07:07:00.000Z' },
      vars: { publicUrl: 'https://lockstep.example' },
      replies: { keep: [kept('orders/create', 'there')], products: [RENEWED], buyers: [RENEWED] },
      expect: { path: ['topics', 'products', 'buyers', 'all'], published: [] },
    },
    {
      id: 'lost',
      name: 'The shop had stopped telling everything',
      node: 'hour',
      message: { scheduledAt: '2026-11-26T08:07:00.000Z', previousAt: '2026-11-26T07:07:00.000Z' },
      vars: { publicUrl: 'https://lockstep.example' },
      replies: { keep: [kept('orders/create', 'created')], products: [RENEWED], buyers: [RENEWED] },
      expect: {
        published: TOPICS.map(() => ({
          topic: RESTORED,
          key: 'orders/create',
          payload: { since: '2026-11-26T02:07:00.000Z' },
        })),
      },
    },
  ],
};
