import type { Json } from '@lockstep/schema/run';

/** Topic of the changes of stock; the key of an event is the SKU and its place. */
export const STOCK_TOPIC = 'inventory.changed';

/** What the warehouse tells, by the contract `inventory`: what is there now, with a version that counts up for each SKU and place. */
export const CHANGE = {
  sku: 'MUG-BLUE',
  location: 'BER-1',
  available: 41,
  onHand: 50,
  reserved: 9,
  asOf: '2026-11-26T08:00:00.000Z',
  version: 17,
  reason: 'count',
};

/** A change as flows that listen receive it. */
export function stockEvent(offset: number, change: Partial<typeof CHANGE> = {}): { readonly [name: string]: Json } {
  const payload = { ...CHANGE, ...change };
  return {
    topic: STOCK_TOPIC,
    key: `${payload.sku}@${payload.location}`,
    eventId: `${payload.sku}@${payload.location}#${payload.version}`,
    offset,
    receivedAt: '2026-11-26T08:00:01.000Z',
    payload,
  };
}
