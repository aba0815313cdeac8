import type { LaneSettings } from '@lockstep/schema/graph';
import type { LaneMemory, LaneRun } from '@lockstep/schema/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byTurn, laneTurn } from './turn.ts';

const key = '=input.sku';
const versions = { by: 'version', value: '=input.version' } as const;
const run = (name: string, place: number, rank?: number, more: Partial<LaneRun> = {}): LaneRun => {
  return { runId: name, place, sinceMs: 0, ...(rank !== undefined && { rank: BigInt(rank) }), ...more };
};
const lane = (settings: Partial<LaneSettings> = {}, more: Partial<LaneMemory> = {}): LaneMemory => {
  return { settings: { key, ...settings }, isFree: true, ...more };
};
const done = (rank: number) => ({ done: { rank: BigInt(rank), runId: `v${rank}` }, reached: BigInt(rank) });

describe('L4: whose turn it is', () => {
  it('is the first accepted, one at a time', () => {
    const waiting = [run('b', 2), run('a', 1)];
    expect(laneTurn(lane(), waiting, 0)).toEqual({ setAside: [], begin: run('a', 1) });
    expect(laneTurn(lane({}, { isFree: false }), waiting, 0)).toEqual({ setAside: [] });
    expect(laneTurn(lane(), [], 0)).toEqual({ setAside: [] });
  });

  it('is the lowest version or moment where the flow sorts, the earlier accepted among equals', () => {
    const waiting = [run('a', 1, 7), run('b', 2, 3), run('c', 3, 3)];
    expect(laneTurn(lane({ order: versions }), waiting, 0).begin?.runId).toBe('b');
  });
});

describe('L5: stale', () => {
  const sorted = { order: versions };

  it('sets aside what is not newer than what was done, also while a run has its turn', () => {
    const waiting = [run('old', 1, 4), run('same', 2, 5), run('new', 3, 6)];
    const setAside = [
      { runId: 'old', reason: 'stale', by: 'v5' },
      { runId: 'same', reason: 'stale', by: 'v5' },
    ];
    expect(laneTurn(lane(sorted, done(5)), waiting, 0)).toEqual({ setAside, begin: run('new', 3, 6) });
    expect(laneTurn(lane(sorted, { ...done(5), isFree: false }), waiting, 0)).toEqual({ setAside });
  });

  it('lets equal moments both run, because they may be two changes', () => {
    const byTime = { order: { by: 'time', value: '=input.at' } } as const;
    const { setAside, begin } = laneTurn(lane(byTime, done(5)), [run('old', 1, 4), run('same', 2, 5)], 0);
    expect([setAside.map(({ runId }) => runId), begin?.runId]).toEqual([['old'], 'same']);
  });

  it('is nothing where the flow, or a person, wants older ones to run', () => {
    expect(laneTurn(lane({ order: { ...versions, stale: 'run' } }, done(5)), [run('a', 1, 4)], 0).begin?.runId).toBe(
      'a',
    );
    expect(laneTurn(lane(sorted, done(5)), [run('a', 1, 4, { evenStale: true })], 0).begin?.runId).toBe('a');
  });
});

describe('L6: a gap', () => {
  const held = { order: { ...versions, holdMs: 1000 } };

  it('holds the next ones for a missing version, for so long and no longer', () => {
    const waiting = [run('v5', 1, 5, { sinceMs: 200 }), run('v4', 2, 4, { sinceMs: 700 })];
    expect(laneTurn(lane(held, done(2)), waiting, 900)).toEqual({ setAside: [], holdUntilMs: 1200 });
    expect(laneTurn(lane(held, done(2)), waiting, 1200).begin?.runId).toBe('v4');
  });

  it('ends when the missing one comes, or had its turn and failed', () => {
    const missing = run('v3', 3, 3, { sinceMs: 800 });
    expect(laneTurn(lane(held, done(2)), [run('v4', 1, 4), missing], 900).begin?.runId).toBe('v3');
    expect(laneTurn(lane(held, { ...done(2), reached: 3n }), [run('v4', 1, 4)], 900).begin?.runId).toBe('v4');
  });

  it('is none before the first version of a key, unless the flow says which that is', () => {
    expect(laneTurn(lane(held), [run('v5', 1, 5)], 0).begin?.runId).toBe('v5');
    const from1 = { order: { ...held.order, first: 1 } };
    expect(laneTurn(lane(from1), [run('v2', 1, 2)], 0).holdUntilMs).toBe(1000);
    expect(laneTurn(lane(from1), [run('v1', 1, 1)], 0).begin?.runId).toBe('v1');
  });
});

describe('L7: only the newest', () => {
  it('runs; the others are set aside because of it, also while a run has its turn', () => {
    const waiting = [run('a', 1), run('b', 2), run('c', 3)];
    const setAside = ['a', 'b'].map((runId) => ({ runId, reason: 'superseded', by: 'c' }));
    expect(laneTurn(lane({ coalesce: true }), waiting, 0)).toEqual({ setAside, begin: run('c', 3) });
    expect(laneTurn(lane({ coalesce: true }, { isFree: false }), waiting, 0)).toEqual({ setAside });
  });

  it('is the highest version where the flow sorts, and waits for no gap', () => {
    const settings = { coalesce: true, order: { ...versions, holdMs: 1000 } };
    expect(laneTurn(lane(settings, done(1)), [run('a', 1, 9), run('b', 2, 4)], 0)).toEqual({
      setAside: [{ runId: 'b', reason: 'superseded', by: 'a' }],
      begin: run('a', 1, 9),
    });
  });
});

describe('a lane, whatever comes in', () => {
  const settings = fc.record({
    coalesce: fc.boolean(),
    order: fc.option(
      fc.record({
        by: fc.constantFrom('version' as const, 'time' as const),
        value: fc.constant('=input.version'),
        stale: fc.constantFrom('drop' as const, 'run' as const),
        holdMs: fc.constantFrom(undefined, 1000),
      }),
      { nil: undefined },
    ),
  });
  const arrivals = fc.array(
    fc.record({ rank: fc.nat({ max: 12 }), pauseMs: fc.nat({ max: 600 }), ends: fc.boolean() }),
    {
      maxLength: 40,
    },
  );

  it('gives every run its turn or a reason, one at a time, never an older version after a newer one', () => {
    fc.assert(
      fc.property(settings, arrivals, ({ order, coalesce }, script) => {
        const sorted = order && { ...order, holdMs: order.by === 'version' ? order.holdMs : undefined };
        const own = { key, coalesce, ...(sorted && { order: sorted as LaneSettings['order'] }) } as LaneSettings;
        const ran: LaneRun[] = [];
        const reasons = new Map<string, string>();
        let waiting: LaneRun[] = [];
        let holder: LaneRun | undefined;
        let memory: LaneMemory = { settings: own, isFree: true };
        let now = 0;
        const look = () => {
          const turn = laneTurn({ ...memory, isFree: holder === undefined }, waiting, now);
          for (const { runId, reason } of turn.setAside) reasons.set(runId, reason);
          const gone = new Set([...turn.setAside.map(({ runId }) => runId), turn.begin?.runId]);
          waiting = waiting.filter(({ runId }) => !gone.has(runId));
          if (turn.begin) {
            expect(holder).toBeUndefined();
            holder = turn.begin;
            ran.push(holder);
            const { rank } = holder;
            if (rank !== undefined && rank > (memory.reached ?? -1n)) memory = { ...memory, reached: rank };
          }
          return turn;
        };
        const end = () => {
          if (!holder) return;
          const { rank, runId } = holder;
          if (rank !== undefined && rank > (memory.done?.rank ?? -1n)) memory = { ...memory, done: { rank, runId } };
          holder = undefined;
        };
        script.forEach(({ rank, pauseMs, ends }, place) => {
          now += pauseMs;
          waiting.push(run(`r${place}`, place, own.order ? rank : undefined, { sinceMs: now }));
          look();
          if (ends) end();
          look();
        });
        for (let turns = 0; waiting.length > 0 || holder; turns += 1) {
          expect(turns).toBeLessThan(200); // nothing is stuck
          end();
          const { holdUntilMs } = look();
          if (holdUntilMs !== undefined) now = holdUntilMs;
        }
        expect([...ran.map(({ runId }) => runId), ...reasons.keys()].sort()).toEqual(
          script.map((_, i) => `r${i}`).sort(),
        );
        if (!own.order) expect(ran).toEqual([...ran].sort(byTurn));
        if (own.order && own.order.stale !== 'run') {
          const ranks = ran.map(({ rank }) => rank ?? 0n);
          const isRising = (rank: bigint, i: number) => {
            const before = ranks[i - 1];
            return before === undefined || (own.order?.by === 'version' ? rank > before : rank >= before);
          };
          expect(ranks.every(isRising)).toBe(true);
        }
      }),
    );
  });
});
