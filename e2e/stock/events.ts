import { randomOf, shuffled } from '../crash/storm/random.ts';
import type { StockOptions } from './options.ts';

/** The stock of one SKU after one change, as its source tells it. */
export interface StockEvent {
  readonly sku: string;
  /** Rises by one with each change of the SKU, from 1. */
  readonly version: number;
  readonly available: number;
}

/** Events in the order in which they are sent: shuffled over all SKUs, some of them again. A seed reproduces them. */
export function drawEvents({ events, skus, seed, duplicates }: StockOptions): readonly StockEvent[] {
  const random = randomOf(seed);
  const versions = new Map<string, number>();
  const changes = Array.from({ length: Math.round(events * (1 - duplicates)) }, (_, index): StockEvent => {
    // Every SKU changes at least once.
    const sku = `SKU-${String(index < skus ? index : Math.floor(random() * skus)).padStart(5, '0')}`;
    const version = (versions.get(sku) ?? 0) + 1;
    versions.set(sku, version);
    return { sku, version, available: Math.floor(random() * 1000) };
  });
  const again = Array.from({ length: events - changes.length }, () => {
    return changes[Math.floor(random() * changes.length)] as StockEvent;
  });
  return shuffled([...changes, ...again], random);
}

/** What every channel must show in the end: the newest change of each SKU. The oracle; knows nothing of the product. */
export function finalStock(events: readonly StockEvent[]): ReadonlyMap<string, StockEvent> {
  const newest = new Map<string, StockEvent>();
  for (const event of events) if (event.version > (newest.get(event.sku)?.version ?? 0)) newest.set(event.sku, event);
  return newest;
}
