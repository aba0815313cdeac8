import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Store, StoreUnavailableError } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { StepJob } from '../steps/index.ts';
import { createHostOn } from './host.ts';
import { postgresStorage } from './storage.ts';
import { busy, done, named, type Script, scriptedExecutor, testFlow } from './testing.ts';
import type { Host } from './types.ts';

let store: TestStore;
let host: Host | undefined;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  await host?.close();
  await store.drop();
});

async function begin(script: Script, on: Store = store, flow = testFlow(['hook > send:effect'])) {
  const executor = scriptedExecutor(script);
  const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const storage = postgresStorage(on);
  host = await createHostOn({ storage, clock: tellingClock(), executor, loadSnapshot: async () => flow, ...timing });
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  const message = { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm', trigger };
  const { runId } = await host.start(message);
  const untilDone = () =>
    vi.waitFor(async () => {
      const [row] = await store.sql<{ status: string }[]>`select status from runs where id = ${runId}`;
      expect(row?.status).toBe('done');
    }, 8_000);
  return { jobs: executor.jobs, runId, untilDone };
}

/** The clock of this machine, but no two moments are the same: what came later is told apart. */
function tellingClock(): Clock {
  let last = 0;
  return {
    ...systemClock,
    now() {
      last = Math.max(last + 1, systemClock.now());
      return last;
    },
  };
}

/** What a step does that wants to send when it may not. */
async function untilRefused({ stillOwned }: StepJob) {
  while (stillOwned()) await sleep(5);
  return busy({ code: 'ownership-lost' });
}

it('begins an attempt again that sent nothing because the lease was in doubt, without counting it', async () => {
  let answers = true;
  const beat: Store['workers']['beat'] = async (...args) => {
    const alive = await store.workers.beat(...args); // the database knows that we live; its answer is lost
    if (!answers) throw new StoreUnavailableError('lost');
    return alive;
  };
  const send: Script[string] = async (job) => {
    if (answers) answers = false;
    const refused = jobs.length === 1 ? await untilRefused(job) : done('sent');
    answers = true;
    return refused;
  };
  const { jobs, runId, untilDone } = await begin({ send }, { ...store, workers: { ...store.workers, beat } });
  await untilDone();
  expect(named(jobs)).toEqual(['send:1', 'send:1']);
  expect((await store.journal.readEvents(runId)).map(({ type }) => type)).toEqual(['run.started', 'step.succeeded']);
});

it('never lets a step of a lost life send again, although the process holds a new lease', async () => {
  const send: Script[string] = async (job) => {
    if (jobs.length > 1) return done('sent');
    await store.sql`update workers set lease_until = now() - interval '1 second'`;
    return untilRefused(job);
  };
  const { jobs, runId, untilDone } = await begin({ send });
  await untilDone();
  expect(named(jobs)).toEqual(['send:1', 'send:1?']);
  expect(jobs.map(({ stillOwned }) => stillOwned())).toEqual([false, false]); // the second because the run has ended
  expect((await store.journal.readEvents(runId)).map(({ type }) => type)).toEqual([
    'run.started',
    'run.resumed',
    'step.succeeded',
  ]);
});

it('R10: tells an effect that had begun behind a pure step, although that step fails when it is computed again', async () => {
  const retry = { maxAttempts: 3, baseMs: 20, capMs: 1_000, jitter: 0 };
  const flow = testFlow(['hook > map:pure > send:effect'], { map: { retry } });
  const times = (node: string) => jobs.filter((job) => job.node === node).length;
  const script: Script = {
    map: () => (times('map') === 2 ? busy() : done('mapped')),
    async send(job) {
      if (times('send') > 1) return done('sent');
      await store.sql`update workers set lease_until = now() - interval '1 second'`;
      return untilRefused(job);
    },
  };
  const { jobs, runId, untilDone } = await begin(script, store, flow);
  await untilDone();
  expect(named(jobs)).toEqual(['map:1', 'send:1', 'map:1', 'map:2', 'send:1?']);
  const events = await store.journal.readEvents(runId);
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(events.map(({ type }) => type)).toEqual([
    'run.started',
    'run.resumed',
    'step.failed',
    'timer.fired',
    'step.succeeded',
    'step.succeeded',
  ]);
});
