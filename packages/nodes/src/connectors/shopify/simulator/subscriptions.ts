import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField } from '../../../simulators/kit/faults.ts';
import { SHOP_TOPICS, type ShopTopic } from './shop/shop.ts';

const Body = z.strictObject({ topic: z.enum(SHOP_TOPICS), url: z.url({ protocol: /^https?$/ }).nullable() });

/** Who hears of a topic beside `orders/create`, which follows the target. */
export interface Subscriptions {
  of(topic: string): string | undefined;
  all(): readonly { readonly topic: string; readonly address: string }[];
  /** `PUT /_sim/subscriptions` `{ topic, url }`, null for nobody; `undefined` for any other request. */
  control(request: SimRequest): Reply | undefined;
}

export function createSubscriptions(first: Readonly<Partial<Record<ShopTopic, string>>> = {}): Subscriptions {
  const addresses = new Map<string, string>(Object.entries(first));
  const all = () => [...addresses].map(([topic, address]) => ({ topic, address }));
  return {
    of: (topic) => addresses.get(topic),
    all,
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== 'PUT /_sim/subscriptions') return undefined;
      const parsed = Body.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      const { topic, url } = parsed.data;
      if (url === null) addresses.delete(topic);
      else addresses.set(topic, url);
      return json(200, { subscriptions: all() });
    },
  };
}
