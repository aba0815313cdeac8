import { percentile } from '../bench/kit/figures.ts';
import type { Channel } from './channel.ts';
import type { StockEvent } from './events.ts';

interface Evidence {
  readonly events: readonly StockEvent[];
  readonly oracle: ReadonlyMap<string, StockEvent>;
  readonly channels: readonly Channel[];
  /** When each change was sent first, epoch milliseconds, by `<sku> <version>`. */
  readonly sentAt: ReadonlyMap<string, number>;
  readonly ledger: {
    readonly accepted: number;
    readonly done: number;
    readonly filtered: number;
    readonly exceptions: number;
    readonly missing: number;
  };
  readonly acceptedMs: number;
  readonly drainedMs: number;
  /** What the 95th percentile of the delay may be, in milliseconds. */
  readonly limitMs: number;
}

export interface StockFigures {
  readonly events: number;
  readonly skus: number;
  /** SKUs that every channel shows as the oracle does. */
  readonly right: number;
  readonly done: number;
  readonly filtered: number;
  readonly acceptedPerSecond: number;
  /** From the first message to the last write. */
  readonly eventsPerSecond: number;
  /** From a change's first message to its write at a channel, for changes that were written. */
  readonly p50DelayMs: number;
  readonly p95DelayMs: number;
  /** Everything that must not have happened; empty when the promise was kept. */
  readonly violations: readonly string[];
}

/** Compares what the channels show with what they should show, and how soon they did with how soon they should. */
export function judge({
  events,
  oracle,
  channels,
  sentAt,
  ledger,
  acceptedMs,
  drainedMs,
  limitMs,
}: Evidence): StockFigures {
  const wrong = [...oracle].flatMap(([sku, { version, available }]) =>
    channels.flatMap(({ shown }, index) => {
      const seen = shown.get(sku);
      if (seen?.version === version && seen.available === available) return [];
      const what = seen === undefined ? 'nothing' : `version ${seen.version}`;
      return [{ sku, text: `channel ${index + 1} shows ${what} of ${sku}, the newest is version ${version}` }];
    }),
  );
  const { accepted, done, filtered, exceptions, missing } = ledger;
  const delays = channels.flatMap(({ shownAt }) =>
    [...shownAt].flatMap(([name, at]) => {
      const sent = sentAt.get(name);
      return sent === undefined ? [] : [Math.max(0, at - sent)];
    }),
  );
  const p95DelayMs = delays.length === 0 ? 0 : percentile(delays, 0.95);
  return {
    events: events.length,
    skus: oracle.size,
    right: oracle.size - new Set(wrong.map(({ sku }) => sku)).size,
    done,
    filtered,
    acceptedPerSecond: Math.round((events.length / acceptedMs) * 1000),
    eventsPerSecond: Math.round((events.length / drainedMs) * 1000),
    p50DelayMs: delays.length === 0 ? 0 : percentile(delays, 0.5),
    p95DelayMs,
    violations: [
      ...wrong.map(({ text }) => text),
      ...channels.flatMap(({ wentBack }) => wentBack.map((text) => `a channel went back: ${text}`)),
      ...channels.flatMap(({ overlapped }) => overlapped.map((text) => `two writes at once: ${text}`)),
      ...(accepted === events.length && missing === 0
        ? []
        : [`the ledger says ${accepted} accepted, ${missing} missing`]),
      ...(done + filtered === accepted ? [] : [`${done} done and ${filtered} filtered are not ${accepted} accepted`]),
      ...(exceptions === 0 ? [] : [`${exceptions} exceptions`]),
      ...(p95DelayMs <= limitMs ? [] : [`p95 of the delay is ${p95DelayMs} ms, the limit is ${limitMs} ms`]),
    ],
  };
}
