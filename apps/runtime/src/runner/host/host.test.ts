import { setTimeout as sleep } from 'node:timers/promises';
import type { NodePolicy } from '@lockstep/schema/graph';
import type { RunStatus } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Store, StoreUnavailableError } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import type { StepResult } from '../steps/index.ts';
import { createHost } from './host.ts';
import { busy, done, named, type Script, scriptedExecutor, testFlow } from './testing.ts';
import type { Host, HostOptions, StartRun } from './types.ts';

let store: TestStore;
let hosts: Host[] = [];
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  hosts = [];
  await store.drop();
});

const THREE = ['hook > map:pure > a:effect > b:effect > c:effect'];
const FAST: NodePolicy = { retry: { maxAttempts: 3, baseMs: 20, capMs: 60_000, jitter: 0 } };

interface Setup extends Partial<HostOptions> {
  readonly lines?: readonly string[];
  readonly policies?: Readonly<Record<string, NodePolicy>>;
  readonly script?: Script;
  readonly on?: Store;
}

async function setUp({ lines = THREE, policies = {}, script = {}, on = store, ...options }: Setup = {}) {
  const executor = scriptedExecutor(script);
  const flow = testFlow(lines, policies);
  const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const loadSnapshot = async () => flow;
  const host = await createHost({ store: on, executor, loadSnapshot, ...timing, ...options });
  hosts.push(host);
  return { host, jobs: executor.jobs };
}

function message(more: Partial<StartRun> = {}): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm', trigger, ...more };
}

async function rowOf(runId: string) {
  const [row] = await store.sql<{ status: RunStatus; epoch: number | null; last_seq: number }[]>`
    select status, epoch, last_seq from runs where id = ${runId}`;
  return row;
}

async function untilStatus(runId: string, status: RunStatus): Promise<void> {
  await vi.waitFor(async () => expect((await rowOf(runId))?.status).toBe(status), { timeout: 8_000, interval: 20 });
}

async function typesOf(runId: string): Promise<readonly string[]> {
  const events = await store.journal.readEvents(runId);
  return events.map((event) =>
    'node' in event && event.type !== 'run.started' ? `${event.type} ${event.node}` : event.type,
  );
}

/** A step that waits until the test lets it go. */
function gate() {
  let open: (result: StepResult) => void = () => undefined;
  const result = new Promise<StepResult>((resolve) => {
    open = resolve;
  });
  return { step: () => result, open };
}

describe('retries', () => {
  it('raises an exception after the last attempt, and resolves it when a person has it tried again', async () => {
    let healed = false;
    const told: string[] = [];
    const { host, jobs } = await setUp({
      policies: { b: FAST },
      script: { b: () => (healed ? done('b') : busy()) },
      onException: ({ status }) => told.push(status),
    });
    const { runId } = await host.start(message({ businessKey: '#1001' }));
    await untilStatus(runId, 'exception');
    const [exception] = await store.sql`select * from exceptions`;
    expect(exception).toMatchObject({
      run_id: runId,
      node: 'b',
      code: 'http-503',
      reason: 'Busy.',
      attempts: 3,
      business_key: '#1001',
      status: 'open',
    });
    expect(await host.retry({ exceptionId: exception?.id }, 'ann')).toEqual({ runId, exceptionId: exception?.id });
    await vi.waitFor(async () => expect(named(jobs)).toContain('b:6'));
    await untilStatus(runId, 'exception');
    healed = true;
    expect(await host.retry({ runId }, 'ann')).toEqual({ runId, exceptionId: exception?.id });
    await untilStatus(runId, 'done');
    expect(named(jobs).slice(-2)).toEqual(['b:7', 'c:1']);
    expect(await store.sql`select status from exceptions`).toEqual([{ status: 'resolved' }]);
    expect(await host.retry({ runId }, 'ann')).toBeUndefined();
    expect(await host.retry({ exceptionId: exception?.id }, 'ann')).toBeUndefined();
    expect(told).toEqual(['open', 'retrying', 'open', 'retrying', 'resolved']);
  });

  it('is waiting between two attempts and running while one is under way, for everybody who looks', async () => {
    const second = gate();
    const script: Script = { a: ({ attempt }) => (attempt === 1 ? busy() : second.step()) };
    const policies = { a: { retry: { maxAttempts: 3, baseMs: 1_000, capMs: 60_000, jitter: 0 } } };
    const { host, jobs } = await setUp({ policies, script });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'waiting');
    await vi.waitFor(() => expect(named(jobs)).toEqual(['map:1', 'a:1', 'a:2']), 3_000);
    expect((await rowOf(runId))?.status).toBe('running');
    expect(await typesOf(runId)).toContain('timer.fired a');
    second.open(done('x'));
    await untilStatus(runId, 'done');
  });

  it('names every step that failed in one exception', async () => {
    const refuse = () => busy({ kind: 'refused', code: 'no', message: 'No.' });
    const both = gate();
    const script = { a: () => both.step(), b: refuse };
    const { host } = await setUp({ lines: ['hook > a:effect', 'hook > b:effect'], script });
    const { runId } = await host.start(message());
    await vi.waitFor(async () => expect(await typesOf(runId)).toContain('step.failed b'));
    both.open(refuse());
    await untilStatus(runId, 'exception');
    expect(await store.sql`select node, nodes, reason from exceptions`).toEqual([
      { node: 'a', nodes: ['a', 'b'], reason: 'No. (1 more failed: b)' },
    ]);
  });
});

describe('two hosts', () => {
  it('tries a run again that another process holds nothing of', async () => {
    let healed = false;
    const script: Script = { a: () => (healed ? done('a') : busy({ kind: 'refused' })) };
    const one = await setUp({ script });
    const { runId } = await one.host.start(message());
    await untilStatus(runId, 'exception');
    await one.host.close();
    // Nobody takes the run over, however slow the machine is.
    const two = await setUp({ script, on: await store.another(), leaseMs: 10_000 });
    healed = true;
    expect(await two.host.retry({ runId }, 'ann')).toMatchObject({ runId });
    await untilStatus(runId, 'done');
    expect(named(two.jobs)).toEqual(['a:2', 'b:1', 'c:1']);
  });
});

describe('replay', () => {
  it('has its own copies of large values, of what it keeps too, and the name of the message', async () => {
    const lines = ['hook > map:pure > a:effect > b:effect', 'map > side:effect'];
    const large = 'y'.repeat(300_000);
    const { host, jobs } = await setUp({ lines, script: { map: () => done(large) } });
    const first = await host.start(message({ businessKey: '#7' }));
    await untilStatus(first.runId, 'done');
    const second = await host.replay({ runId: first.runId, from: 'b', by: 'ann', repeat: ['b'] });
    if (typeof second === 'string') throw new Error(second);
    await untilStatus(second.runId, 'done');
    const again = jobs.filter(({ run }) => run.id === second.runId);
    expect(again.map(({ node, run, outputs }) => [node, run.keyRunId, outputs.map === large])).toEqual([
      ['b', first.runId, true],
    ]);
    expect(await store.sql`select count(*)::int from payloads where run_id = ${second.runId}`).toEqual([{ count: 4 }]);
    const third = await host.replay({ runId: second.runId, by: 'ann' });
    if (typeof third === 'string') throw new Error(third);
    await untilStatus(third.runId, 'done');
    expect(jobs.filter(({ run }) => run.id === third.runId).map(({ node }) => node)).toEqual(['map']);
    const [copies] = await store.sql`select count(*)::int from payloads where run_id = ${third.runId}`;
    expect(copies?.count, 'of map, a, b and side').toBe(4);
    expect(await store.sql`select key_run_id, business_key from runs where id = ${third.runId}`).toEqual([
      { key_run_id: first.runId, business_key: '#7' },
    ]);
  });
});

describe('trouble', () => {
  it('ends a run whose flow does not load where a person sees it, and goes on after a retry', async () => {
    const flow = testFlow(THREE);
    let broken = true;
    const loadSnapshot = async () => {
      if (broken) throw new Error('There is no node type "gone".');
      return flow;
    };
    const one = await setUp({ maxInFlight: 0 });
    const { runId } = await one.host.start(message());
    await one.host.close();
    const two = await setUp({ loadSnapshot });
    await untilStatus(runId, 'exception');
    expect(await store.sql`select code, kind from exceptions`).toEqual([{ code: 'flow-not-loadable', kind: 'flow' }]);
    broken = false;
    await two.host.retry({ runId }, 'ann');
    await untilStatus(runId, 'done');
  });

  it('ends a run whose output PostgreSQL cannot store where a person sees it', async () => {
    const { host } = await setUp({ on: refusing(store, 'cursed'), script: { b: () => done('cursed') } });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'exception');
    expect(await store.sql`select node, kind, code, status from exceptions`).toEqual([
      { node: 'hook', kind: 'defect', code: 'not-storable', status: 'open' },
    ]);
    expect(await typesOf(runId)).toEqual(['run.started', 'step.succeeded map', 'step.succeeded a']);
  });

  it('fails a step whose output is nested too deeply to be text', async () => {
    const deep = JSON.parse(`${'['.repeat(60_000)}1${']'.repeat(60_000)}`);
    const { host } = await setUp({ script: { a: () => done(deep) } });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'exception');
    expect(await store.sql`select node, kind, code from exceptions`).toEqual([
      { node: 'a', kind: 'defect', code: 'step-not-executed' },
    ]);
  });

  it('accepts nothing while the database is away, says so, and goes on when it is back', async () => {
    const { step, open } = gate();
    const { host } = await setUp({ script: { b: step }, leaseMs: 5_000 });
    const { runId } = await host.start(message());
    const allow = await cutConnections();
    await expect(host.start(message())).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    open(done('b'));
    await sleep(300);
    await allow();
    await untilStatus(runId, 'done');
    const later = await host.start(message());
    await untilStatus(later.runId, 'done');
  });

  it('goes on with a run whose accept was committed although the answer was lost', async () => {
    const { host, jobs } = await setUp({ on: losingAnswers(store) });
    await expect(host.start(message({ dedupeKey: 'd' }))).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    const again = await host.start(message({ dedupeKey: 'd' }));
    expect(again.duplicate).toBe(true);
    await untilStatus(again.runId, 'done');
    expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1', 'c:1']);
  });
});

/** Cuts every connection to the test database and lets no new one in; gives back what undoes it. */
async function cutConnections(): Promise<() => Promise<void>> {
  const admin = await createTestStore();
  const name = new URL(store.databaseUrl).pathname.slice(1);
  await admin.sql.unsafe(`alter database ${name} with allow_connections false`);
  await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  return async () => {
    await admin.sql.unsafe(`alter database ${name} with allow_connections true`);
    await admin.drop();
  };
}

/** A store whose first accept is committed, but its answer never arrives. */
function losingAnswers(real: Store): Store {
  let isFirst = true;
  return {
    ...real,
    journal: {
      ...real.journal,
      async accept(item) {
        const answer = await real.journal.accept(item);
        if (!isFirst) return answer;
        isFirst = false;
        throw new StoreUnavailableError('Lost.');
      },
    },
  };
}

/** A store whose database refuses events that hold a word. */
function refusing(real: Store, word: string): Store {
  const append: Store['journal']['append'] = async (item) => {
    if (item.events.some((event) => event.includes(word))) throw new Error('22P05');
    return real.journal.append(item);
  };
  return { ...real, journal: { ...real.journal, append } };
}
