import { StepError } from '@lockstep/schema/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionGuard } from './connection-guard.ts';
import { callOf, sharedWorld, testLimits } from './testing.ts';
import type { Call, Outcome, Permit } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const ok: Outcome = { kind: 'ok' };
const bad: Outcome = { kind: 'failed' };

/** What became of a call: a permit, or the code and wait of its refusal. */
async function admitted(guard: ConnectionGuard, change: Partial<Call> = {}): Promise<Permit | string> {
  const answer = guard.admit(callOf(change)).catch((error: unknown) => {
    if (!(error instanceof StepError)) throw error;
    return `${error.failure.code} ${error.failure.retryAfterMs}`;
  });
  let result: Permit | string | undefined;
  void answer.then((value) => {
    result = value;
  });
  for (let step = 0; result === undefined && step < 200; step += 1) await vi.advanceTimersByTimeAsync(10);
  return result ?? 'nothing';
}

async function call(guard: ConnectionGuard, outcome: Outcome): Promise<string> {
  const permit = await admitted(guard);
  if (typeof permit === 'string') return permit;
  permit.done(outcome);
  return permit.isProbe ? 'probe' : 'call';
}

const calls = async (guard: ConnectionGuard, outcome: Outcome, times: number) => {
  const results: string[] = [];
  for (let n = 0; n < times; n += 1) results.push(await call(guard, outcome));
  return results;
};

describe('a breaker', () => {
  it('opens after failures in a row; steps are given turns at the drain rate, in the order in which they come', async () => {
    const guard = sharedWorld(testLimits).guard('a');
    expect(await calls(guard, bad, 3)).toEqual(['call', 'call', 'call']);
    const refused = await Promise.all([1, 2, 3].map(() => admitted(guard)));
    const waits = refused.map((text) => Number(String(text).split(' ')[1]));
    expect(refused.every((text) => String(text).startsWith('connection-paused'))).toBe(true);
    expect(waits[0]).toBeGreaterThan(900);
    expect([(waits[1] ?? 0) - (waits[0] ?? 0), (waits[2] ?? 0) - (waits[1] ?? 0)]).toEqual([100, 100]);
  });

  it('is one for all processes: what one saw keeps the other away, and one of them tries the system out', async () => {
    const world = sharedWorld(testLimits);
    const [a, b] = [world.guard('a'), world.guard('b')];
    await calls(b, ok, 1);
    await calls(a, bad, 3);
    await vi.advanceTimersByTimeAsync(100);
    expect(String(await admitted(b))).toContain('connection-paused');
    await vi.advanceTimersByTimeAsync(1_100);
    const probe = await admitted(b);
    expect(probe).toMatchObject({ isProbe: true });
    // While it is under way nobody else calls.
    expect(String(await admitted(a))).toContain('connection-paused');
    if (typeof probe !== 'string') probe.done(ok);
    await vi.advanceTimersByTimeAsync(100);
    expect(await call(b, ok)).toBe('probe');
    await vi.advanceTimersByTimeAsync(100);
    expect(world.shared()?.state).toBe('closed');
    expect(await call(a, ok)).toBe('call');
  });

  it('tells a failed probe when to come back, after a longer pause', async () => {
    const world = sharedWorld(testLimits);
    const guard = world.guard('a');
    await calls(guard, bad, 3);
    await vi.advanceTimersByTimeAsync(1_100);
    const probe = await admitted(guard);
    if (typeof probe === 'string') throw new Error(probe);
    expect(probe.done(bad)).toBeGreaterThanOrEqual(1_000);
    await vi.advanceTimersByTimeAsync(50);
    expect(world.shared()).toMatchObject({ state: 'open', trips: 2 });
    expect((world.shared()?.openUntil ?? 0) - (world.shared()?.at ?? 0)).toBeGreaterThan(1_900);
  });

  it('a call from before the outage, answered late, changes nothing', async () => {
    const world = sharedWorld({ ...testLimits, breaker: { ...testLimits.breaker, probes: 1 } });
    const guard = world.guard('a');
    const slow = await Promise.all([1, 2, 3].map(() => admitted(guard)));
    await calls(guard, bad, 3);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await call(guard, ok)).toBe('probe');
    await vi.advanceTimersByTimeAsync(100);
    for (const permit of slow) if (typeof permit !== 'string') permit.done(bad);
    await vi.advanceTimersByTimeAsync(100);
    expect(world.shared()?.state).toBe('closed');
  });

  it('neither counts what says nothing about the system nor opens for it', async () => {
    const world = sharedWorld(testLimits);
    const guard = world.guard('a');
    expect(await calls(guard, { kind: 'neutral' }, 9)).toEqual(Array(9).fill('call'));
    expect(world.shared()?.state).toBe('closed');
  });
});

describe('a rate', () => {
  const limits = { ...testLimits, rate: { perSecond: 20, burst: 10, adaptive: true } };

  it('holds over processes: never more than the burst, the rate and one block for each process', async () => {
    const world = sharedWorld(limits);
    const guards = [world.guard('a'), world.guard('b')];
    let left = 0;
    for (let n = 0; n < 400; n += 1) {
      void guards[n % 2]?.admit(callOf({ patienceMs: 60_000, since: n })).then((permit) => {
        left += 1;
        setTimeout(() => permit.done(ok), 5);
      });
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toBeLessThanOrEqual(10 + 20 * 10 + 2 * 5);
    expect(left).toBeGreaterThanOrEqual(20 * 10);
  });

  it('needs far fewer meetings than calls', async () => {
    const world = sharedWorld({ ...testLimits, rate: { perSecond: 1000, burst: 1000, adaptive: true } });
    const guard = world.guard('a');
    for (let n = 0; n < 2000; n += 1) {
      expect(await call(guard, ok)).toBe('call');
      await vi.advanceTimersByTimeAsync(2);
    }
    expect(world.meetings()).toBeLessThan(200);
  });

  it('keeps silent as long as a 429 asks', async () => {
    const guard = sharedWorld(limits).guard('a');
    await call(guard, { kind: 'limited', retryAfterMs: 3_000 });
    await vi.advanceTimersByTimeAsync(50);
    expect(String(await admitted(guard))).toMatch(/^rate-limited 2\d\d\d$/);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await call(guard, ok)).toBe('call');
  });

  it('lets the oldest run go first, and before it an attempt that has begun', async () => {
    const guard = sharedWorld({ ...testLimits, concurrency: 1 }).guard('a');
    const first = await admitted(guard);
    const order: string[] = [];
    const wait = (name: string, change: Partial<Call>) =>
      void guard.admit(callOf({ patienceMs: 5_000, ...change })).then((permit) => {
        order.push(name);
        permit.done(ok);
      });
    wait('young', { since: 30 });
    wait('old', { since: 10 });
    wait('begun', { since: 40, continuing: true });
    await vi.advanceTimersByTimeAsync(200);
    expect(order).toEqual([]);
    if (typeof first !== 'string') first.done(ok);
    await vi.advanceTimersByTimeAsync(50);
    expect(order).toEqual(['begun', 'old', 'young']);
  });
});

it('an attempt that ends while its call waits leaves the queue', async () => {
  const guard = sharedWorld({ ...testLimits, concurrency: 1 }).guard('a');
  const first = await admitted(guard);
  const end = new AbortController();
  const waiting = guard.admit(callOf({ signal: end.signal, patienceMs: 5_000 }));
  await vi.advanceTimersByTimeAsync(50);
  end.abort();
  await expect(waiting).rejects.toMatchObject({ failure: { code: 'timeout' } });
  expect(guard.stats()).toMatchObject({ inFlight: 1, waiting: 0 });
  if (typeof first !== 'string') first.done(ok);
});

it('a process that does not use the connection any more gives back what it holds', async () => {
  const world = sharedWorld({ ...testLimits, concurrency: 2, rate: { perSecond: 1, burst: 5, adaptive: true } });
  const guard = world.guard('a');
  await call(guard, ok);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(world.shared()?.members).toEqual({});
});
