import { expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import { finalStock, type StockEvent } from './events.ts';
import { judge } from './judge.ts';
import { readOptions } from './options.ts';

const events: readonly StockEvent[] = Array.from({ length: 20 }, (_, at) => ({
  ...{ sku: `SKU-${at}`, version: 1, available: at },
}));
const oracle = finalStock(events);
const nameOf = ({ sku, version }: StockEvent) => `${sku} ${version}`;

/** A channel that shows everything, the nth change so many milliseconds after it was sent. */
function channel(delayOf: (nth: number) => number, shown: ReadonlyMap<string, StockEvent> = oracle): Channel {
  const shownAt = new Map(events.map((event, nth) => [nameOf(event), 1_000 + delayOf(nth)]));
  return { url: '', shown, shownAt, wentBack: [], overlapped: [], close: async () => undefined };
}
function violations(one: Channel, limitMs = readOptions([]).limitMs) {
  const sentAt = new Map(events.map((event) => [nameOf(event), 1_000]));
  const ledger = { accepted: 20, done: 20, filtered: 0, exceptions: 0, missing: 0 };
  return judge({ events, oracle, channels: [one], sentAt, ledger, acceptedMs: 1, drainedMs: 1, limitMs }).violations;
}

it('passes what is shown as the oracle says in time, one straggler in twenty among it', () => {
  expect(violations(channel((nth) => (nth === 0 ? 60_000 : 4_000)))).toEqual([]);
});

it('fails what is shown right and too late', () => {
  const late = channel((nth) => (nth < 2 ? 6_000 : 100));
  expect(violations(late)).toEqual(['p95 of the delay is 6000 ms, the limit is 5000 ms']);
  expect(violations(late, 6_000)).toEqual([]);
});

it('fails a channel that shows anything else', () => {
  const old = new Map(oracle).set('SKU-3', { sku: 'SKU-3', version: 0, available: 9 });
  expect(violations(channel(() => 1, old))).toEqual(['channel 1 shows version 0 of SKU-3, the newest is version 1']);
});
