import { afterEach, expect, it, vi } from 'vitest';
import { createTimers } from './clock.ts';
import { createEstateClock } from './estate-clock.ts';

const START = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;
afterEach(() => vi.useRealTimers());

it('waits as long as it is told with the clock of the machine, beyond the 24.8 days of its timers', () => {
  vi.useFakeTimers({ now: START });
  const fired: string[] = [];
  const { later } = createTimers(Date.now);
  later(60 * 24 * HOUR_MS, () => void fired.push(new Date().toISOString()));
  later(90 * 24 * HOUR_MS, () => void fired.push('given up'))();
  vi.advanceTimersByTime(100 * 24 * HOUR_MS);
  expect(fired).toEqual(['2026-12-31T00:00:00.000Z']);
});

it('fires what came due in its order and at its time, with what that armed', async () => {
  const clock = createEstateClock(() => 0, START);
  const { later } = createTimers(clock);
  const fired: [string, number][] = [];
  const note = (name: string) => void fired.push([name, (clock() - START) / HOUR_MS]);
  later(2 * HOUR_MS, () => note('second'));
  later(HOUR_MS, async () => {
    // A retry: armed when the try before it has ended.
    await new Promise((resolve) => setTimeout(resolve, 1));
    note('first');
    later(HOUR_MS * 1.5, () => note('third'));
  });
  later(9 * HOUR_MS, () => note('never'));
  expect((await clock.change({ advanceMs: 3 * HOUR_MS })).now).toBe('2026-11-01T03:00:00.000Z');
  expect(fired).toEqual([
    ['first', 1],
    ['second', 2],
    ['third', 2.5],
  ]);
});

it('lets what comes again and again come once in a jump', async () => {
  const clock = createEstateClock(() => 0, START);
  const { later, close } = createTimers(clock);
  let orders = 0;
  const next = (): void => {
    orders += 1;
    later(1_000, next, { restsInJumps: true });
  };
  later(1_000, next);
  await clock.change({ advanceMs: 72 * HOUR_MS });
  expect(orders).toBe(1);
  await clock.change({ advanceMs: 1_000 });
  expect(orders).toBe(2);
  close();
  await clock.change({ advanceMs: 1_000 });
  expect(orders).toBe(2);
});

it('runs with the machine, ahead of it after a jump, and shows the machine its own time in signatures', async () => {
  let machine = START;
  const clock = createEstateClock(() => machine);
  await clock.change({ advanceMs: HOUR_MS });
  machine += 5;
  expect([clock(), clock.wall(), clock.state().aheadMs]).toEqual([START + HOUR_MS + 5, START + 5, HOUR_MS]);
  await clock.change({ mode: 'frozen' });
  machine += 1_000;
  expect([clock(), clock.wall()]).toEqual([START + HOUR_MS + 5, START + HOUR_MS + 5]);
  expect(await clock.change({ mode: 'running', now: null })).toEqual({
    now: new Date(machine).toISOString(),
    mode: 'running',
    aheadMs: 0,
  });
});

it('waits for what is on the wire before it goes on', async () => {
  const clock = createEstateClock(() => 0, START);
  const { later } = createTimers(clock);
  const seen: string[] = [];
  later(1, () => clock.underWay(new Promise((resolve) => setTimeout(resolve, 5)).then(() => void seen.push('sent'))));
  later(2, () => void seen.push('next'));
  await clock.change({ advanceMs: 2 });
  expect(seen).toEqual(['sent', 'next']);
});
