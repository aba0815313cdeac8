import { idOf } from './order-book.ts';
import { domainOf, type Made, type Metafield, refused, type Shop } from './shop.ts';

export interface MetafieldInput {
  readonly ownerId: string;
  readonly namespace?: string | null;
  readonly key: string;
  readonly type?: string | null;
  readonly value: string;
}

const MOST = 25;

/**
 * Sets up to 25 values, all or none. A value that is there is replaced.
 *
 * @see shopify.dev, metafieldsSet
 */
export function setMetafields(shop: Shop, inputs: readonly MetafieldInput[]): Made<readonly Metafield[]> {
  if (inputs.length > MOST) return refused(['metafields'], `Exceeded the maximum of ${MOST} metafields.`, 'LESS_THAN');
  const owners = new Set<number>();
  const made: Metafield[] = [];
  for (const [at, { ownerId, namespace, key, type, value }] of inputs.entries()) {
    const field = ['metafields', String(at)];
    const orderId = idOf(ownerId, 'Order');
    if (orderId === undefined || !shop.book.order(orderId)) {
      return refused([...field, 'ownerId'], 'Owner does not exist.', 'INVALID');
    }
    const known = shop.metafields.get(keyOf(ownerId, namespace ?? 'custom', key));
    const kind = type ?? known?.type;
    if (kind === undefined) return refused([...field, 'type'], "Type can't be blank", 'BLANK');
    if (kind === 'date' && Number.isNaN(Date.parse(`${value}T00:00:00Z`))) {
      return refused([...field, 'value'], 'Value must be in "YYYY-MM-DD" format.', 'INVALID_VALUE');
    }
    if (value === '') return refused([...field, 'value'], "Value can't be blank", 'BLANK');
    owners.add(orderId);
    made.push({
      id: known?.id ?? shop.nextId(),
      ownerId,
      namespace: namespace ?? 'custom',
      key,
      type: kind,
      value,
      updatedAt: new Date(shop.clock()).toISOString(),
    });
  }
  if (shop.refuses()) return refused(['metafields', '0', 'value'], 'Value is not accepted.', 'INVALID_VALUE');
  for (const one of made) shop.metafields.set(keyOf(one.ownerId, one.namespace, one.key), one);
  for (const id of owners) {
    const order = shop.book.order(id);
    if (order) shop.tell('orders/updated', { orderId: id, shopDomain: domainOf(order) }, order);
  }
  return { made };
}

export function keyOf(ownerId: string, namespace: string, key: string): string {
  return JSON.stringify([ownerId, namespace, key]);
}
