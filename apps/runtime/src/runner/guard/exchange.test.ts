import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closed } from './breaker.ts';
import { slowed } from './bucket.ts';
import { type Ask, exchange } from './exchange.ts';
import { healthOf } from './health.ts';
import { at, freshShared, type Shared } from './shared.ts';
import { testLimits } from './testing.ts';

const rate = { perSecond: 40, burst: 20, adaptive: true };
const ask = (change: Partial<Ask> = {}): Ask => ({
  worker: 'a',
  inFlight: 0,
  queued: 1,
  parked: 0,
  parkedMs: 0,
  ok: 0,
  failed: 0,
  tokensLeft: 0,
  tokensWanted: 100,
  isLeaving: false,
  ...change,
});

describe('tokens', () => {
  const limits = { ...testLimits, rate };

  it('come in blocks of a quarter of a second, from one bucket for all', () => {
    let shared = freshShared(0);
    const granted = ['a', 'a', 'b', 'b', 'a'].map((worker) => {
      const met = exchange(shared, ask({ worker }), limits);
      shared = met.shared;
      return met.grant.tokens;
    });
    // 20 in all: blocks of 10 for one process, of 5 for each of two.
    expect(granted).toEqual([10, 10, 0, 0, 0]);
    expect(exchange(at(shared, 100), ask(), limits).grant).toMatchObject({ tokens: 4, nextTokenMs: 25 });
  });

  it('are half after a 429, none while the system wants silence, and come back additively', () => {
    const slow = slowed({ ...freshShared(10_000), tokens: 0, tokensAt: 10_000 }, 2_000);
    expect(exchange(at(slow, 11_999), ask(), limits).grant).toMatchObject({ tokens: 0, nextTokenMs: 1 });
    expect(exchange(at(slow, 11_999), ask(), limits).grant.view.bucket?.perSecond).toBeCloseTo(24);
    expect(slowed(at(slow, 10_500), undefined).rateShare).toBe(0.5);
    expect(slowed(at(slow, 11_000), undefined).rateShare).toBeCloseTo(0.275);
    expect(exchange(at(slow, 20_000), ask(), limits).grant.view.bucket?.perSecond).toBe(40);
  });

  it('are given at the drain rate after an outage, and freely when what had waited is through', () => {
    const open = { ...freshShared(0), state: 'open' as const, trips: 1 };
    const waited = exchange(open, ask({ parked: 50, parkedMs: 5_000, queued: 0 }), testLimits).shared;
    const drained = closed(at(waited, 1_000));
    expect(exchange(at(drained, 2_000), ask(), testLimits).grant).toMatchObject({ tokens: 3, nextTokenMs: 100 });
    expect(exchange(at(drained, 5_001), ask(), testLimits).grant.tokens).toBeUndefined();
  });

  it('drain on while something waits, faster and faster when it takes too long', () => {
    const open = { ...freshShared(0), state: 'open' as const, trips: 1 };
    const waited = exchange(open, ask({ parked: 50, parkedMs: 5_000, queued: 0 }), testLimits).shared;
    let shared = closed(at(waited, 1_000));
    const rates: (number | undefined)[] = [];
    for (let now = 2_000; now <= 34_000; now += 1_000) {
      const met = exchange(at(shared, now), ask({ parked: 20, parkedMs: 1_000 }), testLimits);
      shared = met.shared;
      if (now % 8_000 === 2_000) rates.push(Math.round(met.grant.view.bucket?.perSecond ?? 0));
    }
    expect(rates).toEqual([10, 10, 14, 25, 43]);
    expect(exchange(at(shared, 36_501), ask(), testLimits).grant.tokens).toBeUndefined();
  });

  it('never are more than the bucket held and gained, whoever asks when', () => {
    const asks = fc.array(
      fc.record({ worker: fc.constantFrom('a', 'b', 'c'), wait: fc.nat(300), tokensWanted: fc.nat(30) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(asks, (all) => {
        let shared = freshShared(0);
        let granted = 0;
        for (const { worker, wait, tokensWanted } of all) {
          const met = exchange(at(shared, shared.at + wait), ask({ worker, tokensWanted }), limits);
          shared = met.shared;
          granted += met.grant.tokens ?? 0;
        }
        expect(granted).toBeLessThanOrEqual(rate.burst + (shared.at / 1000) * rate.perSecond);
      }),
    );
  });
});

describe('places', () => {
  const limits = { ...testLimits, concurrency: 8 };

  it('are shared fairly when two want them all: the first gives way as its calls end', () => {
    const first = exchange(freshShared(0), ask({ queued: 20 }), limits);
    expect(first.grant.places).toBe(8);
    const second = exchange(at(first.shared, 10), ask({ worker: 'b', queued: 20 }), limits);
    expect(second.grant.places).toBe(0);
    const full = exchange(at(second.shared, 20), ask({ inFlight: 8, queued: 12 }), limits);
    expect(full.grant).toMatchObject({ places: 8, contested: true });
    const less = exchange(at(full.shared, 30), ask({ inFlight: 3, queued: 12 }), limits);
    expect(less.grant.places).toBe(4);
    expect(exchange(at(less.shared, 40), ask({ worker: 'b', queued: 20 }), limits).grant.places).toBe(4);
  });

  it('one place goes to and fro', () => {
    const one = { ...testLimits, concurrency: 1 };
    let shared = exchange(freshShared(0), ask({ queued: 5 }), one).shared;
    const turns: string[] = [];
    let busy: string | undefined = 'a';
    for (let now = 10; now < 400; now += 10) {
      for (const worker of ['a', 'b']) {
        const met = exchange(at(shared, now), ask({ worker, inFlight: busy === worker ? 1 : 0, queued: 5 }), one);
        shared = met.shared;
        if (busy === undefined && met.grant.places === 1) {
          busy = worker;
          turns.push(worker);
        }
      }
      if (now % 50 === 0) busy = undefined;
    }
    expect(new Set(turns)).toEqual(new Set(['a', 'b']));
  });

  it('of a process that died are free when its word has lapsed', () => {
    const { shared } = exchange(freshShared(0), ask({ queued: 8 }), limits);
    expect(exchange(at(shared, 4_999), ask({ worker: 'b', queued: 8 }), limits).grant.places).toBe(0);
    expect(exchange(at(shared, 5_000), ask({ worker: 'b', queued: 8 }), limits).grant.places).toBe(8);
  });

  it('never add up to more than the limit, while each process fills no more than it was given', () => {
    const moves = fc.array(
      fc.record({ worker: fc.constantFrom('a', 'b', 'c'), busy: fc.nat(10), queued: fc.nat(10) }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(moves, (all) => {
        let shared: Shared = freshShared(0);
        const places = new Map<string, number>();
        for (const { worker, busy, queued } of all) {
          const inFlight = Math.min(busy, places.get(worker) ?? 0);
          const met = exchange(at(shared, shared.at + 20), ask({ worker, inFlight, queued }), limits);
          shared = met.shared;
          places.set(worker, met.grant.places ?? 0);
          expect([...places.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(8);
        }
      }),
    );
  });
});

it('health tells all processes together', () => {
  const limits = { ...testLimits, rate };
  const one = exchange(freshShared(0), ask({ inFlight: 2, queued: 3, ok: 6, failed: 2 }), limits).shared;
  const two = exchange(one, ask({ worker: 'b', parked: 4, parkedMs: 100, ok: 1, failed: 1 }), limits).shared;
  expect(healthOf(two, limits, 250)).toEqual({
    state: 'closed',
    since: '1970-01-01T00:00:00.000Z',
    failureShare: 0.3,
    inFlight: 2,
    waiting: 8,
    tokens: 15,
    rateShare: 1,
    draining: false,
  });
});
