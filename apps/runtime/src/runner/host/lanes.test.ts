import type { LaneSettings } from '@lockstep/schema/graph';
import type { RunStatus } from '@lockstep/schema/run';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../store/index.ts';
import { pauseFlow, resumeFlow } from '../../store/pauses.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import type { StepJob, StepResult } from '../steps/index.ts';
import { createHost } from './host.ts';
import { busy, done, type Script, scriptedExecutor, testFlow } from './testing.ts';
import type { Host, HostOptions, PlaceOf, StartRun } from './types.ts';

let store: TestStore;
let hosts: Host[] = [];
beforeAll(async () => {
  store = await createTestStore();
  await store.sql`insert into flows (id, name) values ('orders', 'Orders')`;
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  hosts = [];
  await store.sql`truncate runs, run_events, run_mail, inbox, exceptions, lanes, lane_runs`;
});
afterAll(() => store.drop());

const key = '=input.key';
const versions = { by: 'version', value: '=input.v' } as const;

interface Message {
  readonly key: string;
  readonly v?: number;
  readonly n?: number;
}

const placeOf: PlaceOf = async (_, { message }) => {
  const { key: text, v } = message as unknown as Message;
  if (text === '?') return { unplaced: 'There is no key.' };
  if (text === '') return undefined;
  return { key: text, ...(v !== undefined && { rank: BigInt(v) }), digest: JSON.stringify(message) };
};

interface Setup extends Partial<HostOptions> {
  readonly lane?: Partial<LaneSettings>;
  readonly script?: Script;
  readonly on?: Store;
}

async function setUp({ lane = {}, script = {}, on = store, ...options }: Setup = {}) {
  const executor = scriptedExecutor(script);
  const flow = testFlow(['hook > post:effect > last:effect'], {}, { lane: { key, ...lane } });
  const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const host = await createHost({
    store: on,
    executor,
    loadSnapshot: async () => flow,
    placeOf,
    ...timing,
    ...options,
  });
  hosts.push(host);
  return { host, jobs: executor.jobs };
}

function message(value: Message, more: Partial<StartRun> = {}): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  const payload = { ...value };
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: payload, trigger, ...more };
}

async function statusOf(runId: string): Promise<string | undefined> {
  const [row] = await store.sql<{ status: RunStatus; filtered: string | null }[]>`
    select status, filtered from runs where id = ${runId}`;
  return row && [row.status, row.filtered].filter((part) => part !== null).join(' ');
}

const untilStatus = (runId: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(runId)).toBe(status), { timeout: 15_000, interval: 20 });

/** Every run has ended, and no lane believes that something goes on in it. */
const untilQuiet = () =>
  vi.waitFor(
    async () => {
      const [left] = await store.sql<{ runs: number; lanes: number }[]>`
        select (select count(*)::int from runs where ended_at is null) as runs,
          (select count(*)::int from lanes where holder is not null)
            + (select count(*)::int from lane_runs where waiting) as lanes`;
      expect(left).toEqual({ runs: 0, lanes: 0 });
    },
    { timeout: 15_000, interval: 20 },
  );

/** Steps that wait until the test lets them go, by run. */
function gates() {
  const open = new Map<string, (result: StepResult) => void>();
  const step = (job: StepJob) => new Promise<StepResult>((resolve) => open.set(job.run.id, resolve));
  return {
    step,
    begun: () => [...open.keys()],
    async release(runId: string, result: StepResult = done('x')) {
      await vi.waitFor(() => expect(open.has(runId)).toBe(true), { timeout: 10_000 });
      open.get(runId)?.(result);
    },
  };
}

describe('a lane', () => {
  it('lets runs of one key go one after another in the order of acceptance, those of other keys beside them', async () => {
    const gate = gates();
    const { host } = await setUp({ script: { post: gate.step } });
    const runs = [];
    for (const name of ['a', 'a', 'b', 'a']) runs.push((await host.start(message({ key: name }))).runId);
    const [first = '', second = '', other = '', third = ''] = runs;
    await vi.waitFor(() => expect(gate.begun()).toEqual([first, other]));
    expect(host.inFlight()).toBe(2); // what waits costs no memory
    expect(await statusOf(second)).toBe('queued');
    await gate.release(first);
    await gate.release(second);
    await untilStatus(second, 'done');
    await gate.release(third);
    await gate.release(other);
    await untilQuiet();
    expect(gate.begun()).toEqual([first, other, second, third]);
  });

  it('keeps the order of acceptance over two processes, whichever ends the run before', async () => {
    const gate = gates();
    const [one, two] = [
      await setUp({ script: { post: gate.step } }),
      await setUp({ script: { post: gate.step }, on: await store.another() }),
    ];
    const runs = [];
    for (let n = 0; n < 6; n += 1) runs.push((await (n % 2 ? one : two).host.start(message({ key: 'a', n }))).runId);
    for (const runId of runs) {
      await gate.release(runId);
      await untilStatus(runId, 'done');
    }
    expect(gate.begun()).toEqual(runs);
  });

  it('is not for a message without a key, nor for a test run', async () => {
    const gate = gates();
    const { host } = await setUp({ script: { post: gate.step } });
    const runs = [
      await host.start(message({ key: 'a' })),
      await host.start(message({ key: 'a' }, { test: true, version: undefined })),
      await host.start(message({ key: '' })),
    ].map(({ runId }) => runId);
    await vi.waitFor(() => expect(gate.begun()).toEqual(runs));
    for (const runId of runs) await gate.release(runId);
    await untilQuiet();
  });

  it('L2: makes a message whose place cannot be told an exception, which a person may run without one', async () => {
    const { host } = await setUp();
    const { runId } = await host.start(message({ key: '?' }));
    await untilStatus(runId, 'exception');
    const [exception] = await store.sql`select id, category, code, reason from exceptions`;
    expect(exception).toMatchObject({
      category: 'mapping',
      code: 'lane-not-told',
      reason: 'Where this message belongs in its lane cannot be told: There is no key.',
    });
    await host.retry({ runId }, 'ann');
    await untilStatus(runId, 'done');
  });

  it('is held by a run that waits for its next attempt, also by one that left the memory', async () => {
    let tries = 0;
    const script: Script = { post: () => (tries++ === 0 ? busy({ retryAfterMs: 7_000 }) : done('x')) };
    const { host } = await setUp({ script });
    const first = await host.start(message({ key: 'a' }));
    const second = await host.start(message({ key: 'a' }));
    await untilStatus(first.runId, 'waiting');
    await vi.waitFor(() => expect(host.inFlight()).toBe(0));
    expect(await statusOf(second.runId)).toBe('queued');
    await store.sql`update runs set wake_at = now() where id = ${first.runId}`;
    expect(await host.cancel(first.runId, 'ann')).toBe(true);
    await untilStatus(second.runId, 'done');
  });

  it('goes on past a run that is cancelled while it waits, and that one does nothing', async () => {
    const gate = gates();
    const { host, jobs } = await setUp({ script: { post: gate.step } });
    const [first = '', second = '', third = ''] = await startAll(host, 3);
    expect(await host.cancel(second, 'ann')).toBe(true);
    await untilStatus(second, 'cancelled');
    await gate.release(first);
    await gate.release(third);
    await untilQuiet();
    expect(jobs.filter(({ run }) => run.id === second)).toEqual([]);
  });

  it('waits while its flow is paused, and goes on at the resume', async () => {
    const { host } = await setUp();
    await pauseFlow(store.db, { flowId: 'orders', ingress: 'accept', by: 'ann' });
    const runs = await startAll(host, 3);
    expect(await Promise.all(runs.map(statusOf))).toEqual(['queued', 'queued', 'queued']);
    expect(await resumeFlow(store.db, 'orders')).toBe(3);
    await untilQuiet();
  });

  it('accepts a repeated delivery once, and gives its turn to the next', async () => {
    const { host } = await setUp();
    const start = (n: number, dedupeKey: string) => host.start(message({ key: 'a', n }, { dedupeKey }));
    const [first] = await Promise.all([start(1, 'd1'), start(1, 'd1'), start(2, 'd2')]);
    await untilQuiet();
    expect(await start(1, 'd1')).toEqual({ runId: first?.runId, duplicate: true });
    expect(await start(3, 'd3')).toMatchObject({ duplicate: false });
    await untilQuiet();
    expect(await store.sql`select count(*)::int as runs from runs where status = 'done'`).toEqual([{ runs: 3 }]);
  });
});

const startAll = async (host: Host, count: number) => {
  const runs = [];
  for (let n = 0; n < count; n += 1) runs.push((await host.start(message({ key: 'a', n }))).runId);
  return runs;
};

describe('an exception', () => {
  const fails: Script = { post: ({ attempt }) => (attempt === 1 ? busy({ kind: 'refused' }) : done('x')) };
  const failsFirst: Script = {
    post: ({ attempt, input }) =>
      (input as unknown as Message).n === 0 && attempt === 1 ? busy({ kind: 'refused' }) : done('x'),
  };
  const exceptionOf = async (runId: string) =>
    (await store.sql<{ id: string }[]>`select id from exceptions where run_id = ${runId}`)[0]?.id ?? '';

  it('blocks its key and no other, until its run is tried again', async () => {
    const { host } = await setUp({ script: failsFirst });
    const [first = '', second = ''] = await startAll(host, 2);
    const other = await host.start(message({ key: 'b', n: 5 }));
    await untilStatus(other.runId, 'done');
    await untilStatus(first, 'exception');
    expect(await statusOf(second)).toBe('queued');
    await host.retry({ runId: first }, 'ann');
    await untilQuiet();
    expect(await Promise.all([first, second].map(statusOf))).toEqual(['done', 'done']);
  });

  it('lets the key go on when it is discarded, or when a person moves on', async () => {
    const { host } = await setUp({ script: fails });
    const [first = '', second = '', third = ''] = await startAll(host, 3);
    await untilStatus(first, 'exception');
    expect(await host.discard(await exceptionOf(first), 'ann', 'wrong')).toBe(true);
    await untilStatus(second, 'exception');
    expect(await host.moveOn(third)).toBe(false);
    await vi.waitFor(async () => expect(await host.moveOn(second)).toBe(true));
    expect(await host.moveOn(second)).toBe(false);
    await untilStatus(third, 'exception');
    const open = await store.sql`select run_id from exceptions where status = 'open' order by id`;
    expect(open.map(({ run_id }) => run_id)).toEqual([second, third]);
  });

  it('lets the key go on also when it is discarded at the very moment the lane hears of it', async () => {
    const { host } = await setUp({ script: fails });
    const [first = '', second = ''] = await startAll(host, 2);
    const stateOf = async () => (await store.sql`select lane_state from runs where id = ${first}`)[0]?.lane_state;
    await vi.waitFor(async () => expect(await stateOf()).toBe('blocking'));
    const exceptionId = await exceptionOf(first);
    await store.sql`update runs set lane_state = 'turn' where id = ${first}`;
    let discarded: Promise<boolean> | undefined;
    // What a lane does when it hears of a run that ended: it holds its row and says that the run blocks.
    await store.sql.begin(async (tx) => {
      await tx`select from lanes where key = 'a' for update`;
      await tx`update runs set lane_state = 'blocking' where id = ${first}`;
      discarded = host.discard(exceptionId, 'ann', 'wrong');
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await discarded).toBe(true);
    await untilStatus(second, 'exception');
  });

  it('is passed by where the flow says so; tried again it takes its old place', async () => {
    const gate = gates();
    const script: Script = { post: failsFirst.post as Script[string], last: gate.step };
    const { host } = await setUp({ lane: { onException: 'skip' }, script });
    const [first = '', second = '', third = ''] = await startAll(host, 3);
    await untilStatus(first, 'exception');
    await vi.waitFor(() => expect(gate.begun()).toEqual([second]));
    await host.retry({ runId: first }, 'ann');
    expect(await statusOf(first)).toBe('queued');
    for (const runId of [second, first, third]) await gate.release(runId);
    await untilQuiet();
    expect(gate.begun()).toEqual([second, first, third]);
  });

  it('is not overtaken by a replay with a mended message: that one takes its place', async () => {
    const { host, jobs } = await setUp({ script: failsFirst });
    const [first = ''] = await startAll(host, 3);
    await untilStatus(first, 'exception');
    const replayed = await host.replay({ runId: first, by: 'ann', message: { key: 'a', n: 10 } });
    expect(await statusOf((replayed as { runId: string }).runId)).toBe('queued');
    await host.discard(await exceptionOf(first), 'ann', 'mended');
    await untilQuiet();
    const order = jobs
      .filter(({ node, attempt }) => node === 'post' && attempt === 1)
      .map(({ input }) => (input as unknown as Message).n);
    expect(order).toEqual([0, 10, 1, 2]);
  });
});

describe('order, stale, gap, newest, repetitions', () => {
  const nth = (jobs: readonly StepJob[]) =>
    jobs.filter(({ node }) => node === 'post').map(({ input }) => (input as unknown as Message).v);

  it('sorts what waits by version, and sets aside what is not newer than what was done', async () => {
    const gate = gates();
    const jobs: StepJob[] = [];
    const script: Script = {
      post: (job) => {
        jobs.push(job);
        return gate.step(job);
      },
    };
    const { host } = await setUp({ lane: { order: versions }, script });
    const start = async (v: number) => (await host.start(message({ key: 'a', v }))).runId;
    const two = await start(2);
    const [five, four, late, again] = [await start(5), await start(4), await start(1), await start(4)];
    for (const runId of [two, four, five]) await gate.release(runId);
    await untilQuiet();
    expect(nth(jobs)).toEqual([2, 4, 5]);
    expect(await Promise.all([late, again].map(statusOf))).toEqual(['done stale', 'done stale']);
    expect((await store.journal.readEvents(late)).at(-1)).toMatchObject({
      type: 'run.filtered',
      reason: 'stale',
      by: two,
    });
    const straight = await start(3);
    expect(await statusOf(straight)).toBe('done stale'); // at the door already
    const forced = await host.start(message({ key: 'a', v: 3 }, { evenStale: true }));
    await gate.release(forced.runId);
    await untilQuiet();
  });

  it('waits for a missing version, and no longer than it may', async () => {
    const { host, jobs } = await setUp({ lane: { order: { ...versions, holdMs: 400, first: 1 } } });
    await host.start(message({ key: 'a', v: 2 }));
    await host.start(message({ key: 'b', v: 3 }));
    await host.start(message({ key: 'a', v: 1 }));
    await untilQuiet();
    expect(nth(jobs)).toEqual([1, 2, 3]);
  });

  it('runs only the newest of those that wait', async () => {
    const gate = gates();
    const { host } = await setUp({ lane: { coalesce: true }, script: { post: gate.step } });
    const [first = '', second = '', third = '', fourth = ''] = await startAll(host, 4);
    expect(await Promise.all([second, third].map(statusOf))).toEqual(['done superseded', 'done superseded']);
    await gate.release(first);
    await gate.release(fourth);
    await untilQuiet();
  });

  it('sets repetitions within the window aside, also those that come in one batch', async () => {
    const { host } = await setUp({ lane: { dedupe: { windowMs: 60_000 } } });
    const same = await Promise.all(Array.from({ length: 3 }, () => host.start(message({ key: 'a', n: 1 }))));
    const later = await host.start(message({ key: 'a', n: 1 }));
    const other = await host.start(message({ key: 'a', n: 2 }));
    await untilQuiet();
    const ends = await Promise.all([...same, later, other].map(({ runId }) => statusOf(runId)));
    expect(ends).toEqual(['done', 'done duplicate', 'done duplicate', 'done duplicate', 'done']);
    expect((await store.journal.readEvents(later.runId)).at(-1)).toMatchObject({
      reason: 'duplicate',
      by: same[0]?.runId,
    });
  });

  it('tries a failed run again only when nothing newer was done meanwhile', async () => {
    const script: Script = {
      post: ({ input }) => ((input as unknown as Message).v === 1 ? busy({ kind: 'refused' }) : done('x')),
    };
    const { host } = await setUp({ lane: { order: versions, onException: 'skip' }, script });
    const one = await host.start(message({ key: 'a', v: 1 }));
    await untilStatus(one.runId, 'exception');
    const two = await host.start(message({ key: 'a', v: 2 }));
    await untilStatus(two.runId, 'done');
    await host.retry({ runId: one.runId }, 'ann');
    await untilStatus(one.runId, 'done stale');
    expect(await store.sql`select status from exceptions`).toEqual([{ status: 'discarded' }]);
    await untilQuiet();
  });
});

describe('a process that dies', () => {
  it('leaves its lanes to the others, in order', async () => {
    const gate = gates();
    const lost = await setUp({
      script: { post: gate.step },
      on: await store.another(),
      leaseMs: 600_000,
      heartbeatMs: 600_000,
      pollMs: 600_000,
    });
    const runs = await startAll(lost.host, 3);
    await vi.waitFor(() => expect(gate.begun()).toEqual([runs[0]]));
    await store.sql`update workers set lease_until = now()`;
    const { jobs } = await setUp();
    await untilQuiet();
    expect(jobs.filter(({ node }) => node === 'post').map(({ run }) => run.id)).toEqual(runs);
  });

  it('may have ended a run without letting the next one go: a poll of anybody does', async () => {
    const gate = gates();
    const { host } = await setUp({ script: { post: gate.step } });
    const [first = '', second = ''] = await startAll(host, 2);
    await vi.waitFor(() => expect(gate.begun()).toEqual([first]));
    // As if the process had been killed right after the commit of the end.
    await store.sql`update runs set status = 'done', ended_at = now(), epoch = null, worker = null where id = ${first}`;
    await gate.release(second);
    await untilStatus(second, 'done');
  });
});

describe('whatever happens', () => {
  it('keeps the order of every key, never two at once, and nothing is stuck', { timeout: 60_000 }, async () => {
    const underWay = new Map<string, string>();
    const ran: { readonly key: string; readonly runId: string }[] = [];
    const script: Script = {
      async post({ run, input, attempt }) {
        const { key: name, n = 0 } = input as unknown as Message;
        expect(underWay.get(name)).toBeUndefined();
        underWay.set(name, run.id);
        ran.push({ key: name, runId: run.id });
        await new Promise((resolve) => setTimeout(resolve, n % 3));
        underWay.delete(name);
        return n % 11 === 5 && attempt === 1 ? busy({ kind: 'refused' }) : done('x');
      },
    };
    const one = await setUp({ script, maxInFlight: 4 });
    const two = await setUp({ script, on: await store.another(), maxInFlight: 4 });
    const moves = fc.sample(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), host: fc.boolean(), pause: fc.nat({ max: 3 }) }),
      120,
    );
    const accepted = new Map<string, string[]>();
    let line: Promise<unknown> = Promise.resolve();
    for (const [n, { key: name, host, pause }] of moves.entries()) {
      const start = () => (host ? one : two).host.start(message({ key: name, n }));
      if (pause > 0) await line;
      const { runId } = await start();
      accepted.set(name, [...(accepted.get(name) ?? []), runId]);
      line = new Promise((resolve) => setTimeout(resolve, pause));
    }
    await vi.waitFor(
      async () => {
        for (const { run_id } of await store.sql`select run_id from exceptions where status = 'open'`) {
          await one.host.retry({ runId: run_id as string }, 'ann');
        }
        const [left] = await store.sql`select count(*)::int as n from runs where status <> 'done'`;
        expect(left).toEqual({ n: 0 });
      },
      { timeout: 40_000, interval: 50 },
    );
    for (const [name, runs] of accepted) {
      const first = [...new Set(ran.flatMap((step) => (step.key === name ? [step.runId] : [])))];
      expect(first).toEqual(runs);
    }
  });
});
