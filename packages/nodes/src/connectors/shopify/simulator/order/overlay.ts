import { isObject, type JsonObject, type JsonValue } from '../../../../simulators/kit/exchange.ts';
import type { ShopifyOrder } from './order.ts';

/**
 * A drawn order with what a caller wants otherwise: objects are merged, lists and values replaced. A caller that gives
 * an `id` brings the whole order, and it is taken as it is.
 */
export function overlay(drawn: ShopifyOrder, given: JsonObject): ShopifyOrder {
  const { id, name = drawn.name, created_at = drawn.created_at } = given;
  if (typeof id === 'number') return { ...given, id, name: String(name), created_at: String(created_at) };
  return merge(drawn, given) as ShopifyOrder;
}

function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
  }
  return merged;
}
