import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '@lockstep/schema/run';

const ROOT = new URL('../../../../../shared/fixtures/shopify/', import.meta.url);

/** False where the recorded exchanges are not beside this repository; tests then skip, saying so. */
export const hasShopifyFixtures = existsSync(ROOT);

/** Every recorded Shopify order by file: webhook bodies, and answers that hold orders with lines. */
export function shopifyOrders(): readonly (readonly [file: string, order: JsonObject])[] {
  if (!hasShopifyFixtures) return [];
  const rest = readdirSync(new URL('rest-2026-07/order/', ROOT)).map((name) => `rest-2026-07/order/${name}`);
  const hooks = ['created', 'create', 'updated', 'cancelled']
    .map((name) => `webhooks/orders_${name}.json`)
    .filter((file) => existsSync(new URL(file, ROOT)));
  return [...hooks, ...rest].flatMap((file) => {
    const body = JSON.parse(readFileSync(new URL(file, ROOT), 'utf8'));
    const answer = body.response?.body ?? body;
    const orders: readonly JsonObject[] = answer.orders ?? [answer.order ?? answer];
    return orders.filter((order) => 'line_items' in order).map((order) => [file, order] as const);
  });
}
