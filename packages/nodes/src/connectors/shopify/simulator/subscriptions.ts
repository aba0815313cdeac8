import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField } from '../../../simulators/kit/faults.ts';
import type { Target } from '../../../simulators/kit/target.ts';
import { type Made, refused, SHOP_TOPICS, type ShopTopic } from './shop/shop.ts';

const Body = z.strictObject({ topic: z.enum(SHOP_TOPICS), url: z.url({ protocol: /^https?$/ }).nullable() });

export interface Subscription {
  readonly id: number;
  /** `orders/create` among them, whose address is the target. */
  readonly topic: string;
  readonly address: string;
}

/** Who hears of which topic: one address a topic. */
export interface Subscriptions {
  /** Address of a topic beside `orders/create`. */
  of(topic: string): string | undefined;
  /** Beside `orders/create`. */
  all(): readonly { readonly topic: string; readonly address: string }[];
  /** All, as the Admin API tells them. */
  list(): readonly Subscription[];
  /** As an app subscribes. The same topic and address twice is refused, as at Shopify; a second address is not simulated. */
  add(topic: string, address: string): Made<Subscription>;
  /** Somebody who was not reached for too long hears no more. */
  drop(topic: string): void;
  remove(id: number): boolean;
  /** `PUT /_sim/subscriptions` `{ topic, url }`, null for nobody; `undefined` for any other request. */
  control(request: SimRequest): Reply | undefined;
}

export function createSubscriptions(
  first: Readonly<Partial<Record<ShopTopic, string>>>,
  { target, nextId }: { readonly target: Target; readonly nextId: () => number },
): Subscriptions {
  const kept = new Map<string, Subscription>();
  const put = (topic: string, address: string): Subscription => {
    const one = { id: nextId(), topic, address };
    kept.set(topic, one);
    return one;
  };
  for (const [topic, address] of Object.entries(first)) put(topic, address);
  let orders = 0;
  const ofOrders = (): readonly Subscription[] => {
    if (target.url === undefined) return [];
    orders ||= nextId();
    return [{ id: orders, topic: ORDERS, address: target.url }];
  };
  const addressOf = (topic: string) => (topic === ORDERS ? target.url : kept.get(topic)?.address);
  const all = () => [...kept.values()].map(({ topic, address }) => ({ topic, address }));
  const drop = (topic: string): void => {
    if (topic === ORDERS) target.set(undefined);
    else kept.delete(topic);
    if (topic === ORDERS) orders = 0;
  };
  return {
    of: (topic) => kept.get(topic)?.address,
    all,
    list: () => [...ofOrders(), ...kept.values()],
    add: (topic, address) => {
      const there = addressOf(topic);
      if (there === address) return refused(['webhookSubscription', 'uri'], TAKEN);
      if (there !== undefined) return refused(['webhookSubscription', 'uri'], `${topic} is told to ${there}.`);
      if (topic !== ORDERS) return { made: put(topic, address) };
      target.set(address);
      return { made: ofOrders()[0] ?? { id: 0, topic, address } };
    },
    drop,
    remove: (id) => {
      const one = [...ofOrders(), ...kept.values()].find((each) => each.id === id);
      if (one) drop(one.topic);
      return one !== undefined;
    },
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== 'PUT /_sim/subscriptions') return undefined;
      const parsed = Body.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      const { topic, url } = parsed.data;
      if (url === null) kept.delete(topic);
      else put(topic, url);
      return json(200, { subscriptions: all() });
    },
  };
}

const ORDERS = 'orders/create';
const TAKEN = 'Address for this topic has already been taken';
