import { setTimeout as sleep } from 'node:timers/promises';
import { StepError } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { createGuards, type Guards } from './guards.ts';
import { callOf, connectionWith, testLimits } from './testing.ts';

// Two processes as far as the guard is concerned: own connections to one real PostgreSQL, own names, nothing else in common.
let store: TestStore;
let processes: readonly [Guards, Guards];
beforeAll(async () => {
  store = await createTestStore();
  const warn = (error: unknown, message: string) => {
    throw new Error(message, { cause: error });
  };
  processes = [
    await createGuards({ store, worker: 'a', warn }),
    await createGuards({ store: await store.another(), worker: 'b', warn }),
  ];
});
afterAll(async () => {
  await Promise.all(processes.map((guards) => guards.close()));
  await store.drop();
});

const codeOf = (error: unknown) => (error instanceof StepError ? error.failure.code : String(error));

it('two processes never have more calls under way than one connection allows, and both get their share', async () => {
  const connection = connectionWith({ ...testLimits, concurrency: 6 }, 'places');
  let [under, most] = [0, 0];
  const done = [0, 0];
  const work = async (n: number) => {
    const permit = await processes[n % 2]?.admit(connection, callOf({ patienceMs: 20_000, since: n }));
    under += 1;
    most = Math.max(most, under);
    await sleep(15);
    under -= 1;
    done[n % 2] = (done[n % 2] ?? 0) + 1;
    permit?.done({ kind: 'ok' });
  };
  await Promise.all(Array.from({ length: 300 }, (_, n) => work(n)));
  expect(done).toEqual([150, 150]);
  expect(most).toBeLessThanOrEqual(6);
  expect(most).toBeGreaterThan(3);
});

it('two processes draw from one bucket: burst, rate and a block for each at most', async () => {
  const connection = connectionWith({ ...testLimits, rate: { perSecond: 40, burst: 10, adaptive: true } }, 'rate');
  const begun = performance.now();
  const calls = Array.from({ length: 400 }, async (_, n) => {
    const permit = await processes[n % 2]?.admit(connection, callOf({ patienceMs: 3_000, since: n }));
    permit?.done({ kind: 'ok' });
  });
  const outcomes = await Promise.allSettled(calls);
  const seconds = (performance.now() - begun) / 1000;
  const left = outcomes.filter(({ status }) => status === 'fulfilled').length;
  expect(left).toBeLessThanOrEqual(10 + 40 * seconds + 2 * 10);
  expect(left).toBeGreaterThan(100);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : []));
  expect(new Set(refused)).toEqual(new Set(['rate-limited']));
});

it('what one process learns of an outage keeps the other away within moments, and one probe closes it for both', async () => {
  const connection = connectionWith(
    { ...testLimits, breaker: { ...testLimits.breaker, openMs: 500, probes: 1 } },
    'outage',
  );
  const [a, b] = processes;
  (await b.admit(connection, callOf())).done({ kind: 'ok' });
  for (const _ of [1, 2, 3]) (await a.admit(connection, callOf())).done({ kind: 'failed' });
  await expect.poll(() => b.admit(connection, callOf()).then(() => 'sent', codeOf)).toBe('connection-paused');
  const health = (await b.health([connection])).get('outage');
  expect(health).toMatchObject({ state: 'open', draining: false });
  await sleep(600);
  const probe = await b.admit(connection, callOf());
  expect(probe.isProbe).toBe(true);
  probe.done({ kind: 'ok' });
  await expect.poll(async () => (await a.health([connection])).get('outage')?.state).toBe('closed');
  await expect.poll(() => a.admit(connection, callOf()).then((permit) => permit.isProbe, codeOf)).toBe(false);
});

it('paused by hand on one process is paused on all, and stays so until resumed', async () => {
  const connection = connectionWith(testLimits, 'by-hand');
  const [a, b] = processes;
  (await a.admit(connection, callOf())).done({ kind: 'ok' });
  expect(await b.setBreaker(connection, 'open', 'ann')).toMatchObject({ state: 'open', by: 'ann' });
  await expect.poll(() => a.admit(connection, callOf()).then(() => 'sent', codeOf)).toBe('connection-paused');
  await sleep(1_500);
  expect(await a.admit(connection, callOf()).then(() => 'sent', codeOf)).toBe('connection-paused');
  expect(await b.setBreaker(connection, 'close', 'ann')).toMatchObject({ state: 'closed' });
  await expect.poll(() => a.admit(connection, callOf()).then(() => 'sent', codeOf), { timeout: 3_000 }).toBe('sent');
});
