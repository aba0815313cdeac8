import type { Json } from '@lockstep/schema/run';

/** Topic of the changes of stock; the key of an event is the SKU. */
export const STOCK_TOPIC = 'inventory.changed';

/** What the warehouse tells: the quantity that is there now, with a version that counts up for each SKU. */
export const CHANGE = {
  id: 'BER-1-000017',
  sku: 'MUG-BLUE',
  location: 'BER-1',
  quantity: 41,
  version: 17,
  changedAt: '2026-11-26T08:00:00.000Z',
};

/** A change as flows that listen receive it. */
export function stockEvent(offset: number, change: Partial<typeof CHANGE> = {}): { readonly [name: string]: Json } {
  const payload = { ...CHANGE, ...change };
  return {
    topic: STOCK_TOPIC,
    key: payload.sku,
    eventId: payload.id,
    offset,
    receivedAt: '2026-11-26T08:00:01.000Z',
    payload,
  };
}
