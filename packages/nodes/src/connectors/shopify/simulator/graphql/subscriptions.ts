import { gid, idOf } from '../shop/order-book.ts';
import { type Made, refused, SHOP_TOPICS } from '../shop/shop.ts';
import type { Subscription, Subscriptions } from '../subscriptions.ts';
import { connection, type Page } from './connection.ts';

/** Topics as GraphQL names them: `orders/create` is `ORDERS_CREATE`. */
const nameOf = (topic: string): string => topic.replace('/', '_').toUpperCase();
const TOPICS = new Map(['orders/create', ...SHOP_TOPICS].map((topic) => [nameOf(topic), topic]));
/** For the schema. */
export const TOPIC_NAMES = [...TOPICS.keys()];

const view = ({ id, topic, address }: Subscription) => ({
  id: gid('WebhookSubscription', id),
  legacyResourceId: String(id),
  topic: nameOf(topic),
  uri: address,
  format: 'JSON',
});

const errorsOf = <T>(answer: Made<T>) => ('userErrors' in answer ? answer.userErrors : []);

interface Wanted {
  readonly uri?: string | null;
}

/** The part of the Admin API by which an app subscribes itself. */
export function subscriptionRoot(subscriptions: Subscriptions) {
  return {
    webhookSubscriptions: ({ topics, ...page }: Page & { readonly topics?: readonly string[] | null }) =>
      connection(
        subscriptions
          .list()
          .map(view)
          .filter(({ topic }) => !topics || topics.includes(topic)),
        page,
      ),
    webhookSubscriptionCreate: ({ topic, webhookSubscription }: { topic: string; webhookSubscription: Wanted }) => {
      const { uri } = webhookSubscription;
      const answer = /^https?:\/\/./.test(uri ?? '')
        ? subscriptions.add(TOPICS.get(topic) ?? topic, uri ?? '')
        : refused(['webhookSubscription', 'uri'], 'Address is invalid');
      return { webhookSubscription: 'made' in answer ? view(answer.made) : null, userErrors: errorsOf(answer) };
    },
    webhookSubscriptionDelete: ({ id }: { id: string }) =>
      subscriptions.remove(idOf(id, 'WebhookSubscription') ?? -1)
        ? { deletedWebhookSubscriptionId: id, userErrors: [] }
        : {
            deletedWebhookSubscriptionId: null,
            userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
          },
  };
}
