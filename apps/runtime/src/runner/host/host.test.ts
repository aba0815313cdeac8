import { setTimeout as sleep } from 'node:timers/promises';
import type { NodePolicy } from '@lockstep/schema/graph';
import type { RunStatus } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Store, StoreUnavailableError } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import type { StepResult } from '../steps/index.ts';
import { createHost } from './host.ts';
import { busy, done, named, type Script, scriptedExecutor, testFlow } from './testing.ts';
import { type Host, type HostOptions, OverloadedError, type StartRun } from './types.ts';

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

describe('a run', () => {
  it('goes from step to step to its end, each with the output of the step before', async () => {
    const { host, jobs } = await setUp();
    const { runId, duplicate } = await host.start(message());
    await untilStatus(runId, 'done');
    expect(duplicate).toBe(false);
    expect(jobs.map(({ node, input, outputs }) => ({ node, input, outputs }))).toEqual([
      { node: 'map', input: 'm', outputs: { hook: 'm' } },
      { node: 'a', input: ['m', 'map'], outputs: { hook: 'm', map: ['m', 'map'] } },
      { node: 'b', input: ['m', 'map', 'a'], outputs: { hook: 'm', map: ['m', 'map'], a: ['m', 'map', 'a'] } },
      expect.objectContaining({ node: 'c', input: ['m', 'map', 'a', 'b'] }),
    ]);
    expect(await typesOf(runId)).toEqual([
      'run.started',
      'step.succeeded map',
      'step.succeeded a',
      'step.succeeded b',
      'step.succeeded c',
    ]);
    expect(host.inFlight()).toBe(0);
  });

  it('has every effect durable before the next one begins', async () => {
    const seen: number[] = [];
    const look: Script[string] = async ({ run }) => {
      seen.push((await store.journal.readEvents(run.id)).length);
      return done('x');
    };
    const { host } = await setUp({ script: { a: look, b: look, c: look } });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'done');
    expect(seen).toEqual([1, 3, 4]); // pure `map` goes with the result of `a`
  });

  it('is accepted once for one key, and again by another process', async () => {
    const other = await store.another();
    const [one, two] = [await setUp(), await setUp({ on: other })];
    const starts = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? one : two).host.start(message({ dedupeKey: 'd-1' })),
    );
    const answers = await Promise.all(starts);
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await untilStatus(answers[0]?.runId ?? '', 'done');
    expect([...one.jobs, ...two.jobs]).toHaveLength(4);
  });

  it('answers the waiting caller, before later steps and after the end, here and from another process', async () => {
    const { step, open } = gate();
    const response = { status: 201, headers: { 'x-a': 'b' }, body: { ok: true } };
    const script: Script = { reply: () => ({ ok: true, port: 'out', output: response, response }), late: step };
    const lines = ['hook > reply:respond > late:effect'];
    const { host } = await setUp({ lines, script });
    const other = await setUp({ lines, on: await store.another() });
    const { runId } = await host.start(message());
    const answer = { kind: 'response', response };
    expect(await host.waitForResponse(runId, 3_000)).toEqual(answer);
    expect(await host.waitForResponse(runId, 3_000)).toEqual(answer);
    expect(await other.host.waitForResponse(runId, 3_000)).toEqual(answer);
    open(done('end'));
    await untilStatus(runId, 'done');
    expect(await host.waitForResponse(runId, 3_000)).toEqual(answer);
  });

  it('tells the waiting caller of the end, and of the deadline', async () => {
    const { step, open } = gate();
    const { host } = await setUp({ script: { b: step } });
    const { runId } = await host.start(message());
    expect(await host.waitForResponse(runId, 50)).toEqual({ kind: 'deadline' });
    const waiting = host.waitForResponse(runId, 3_000);
    open(done('x'));
    expect(await waiting).toEqual({ kind: 'ended', status: 'done' });
  });

  it('keeps large values out of the history and gives them to the steps after a takeover', async () => {
    const large = 'x'.repeat(400_000);
    const first = await setUp({ script: { a: () => done(large), b: () => new Promise(() => undefined) } });
    const { runId } = await first.host.start(message({ message: large }));
    await vi.waitFor(() => expect(named(first.jobs)).toContain('b:1'));
    const [started] = await store.journal.readEvents(runId);
    expect(started).toMatchObject({ output: { ref: expect.any(String), bytes: 400_002 } });
    const second = await setUp({ on: await store.another() });
    await first.host.close();
    await untilStatus(runId, 'done');
    expect(second.jobs.map(({ node, outputs }) => [node, outputs.a === large, outputs.hook === large])).toEqual([
      ['b', true, true],
      ['c', true, true],
    ]);
  });
});

describe('retries', () => {
  it('waits in memory for a near attempt', async () => {
    let left = 2;
    const { host, jobs } = await setUp({
      policies: { b: FAST },
      script: { b: () => (left-- > 0 ? busy() : done('b')) },
    });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'done');
    expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1', 'b:2', 'b:3', 'c:1']);
  });

  it('gives the run back for a far attempt and takes it when it is due', async () => {
    let left = 1;
    const { host, jobs } = await setUp({
      policies: { b: FAST },
      script: { b: () => (left-- > 0 ? busy({ retryAfterMs: 30_000 }) : done('b')) },
    });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'waiting');
    await vi.waitFor(() => expect(host.inFlight()).toBe(0));
    expect(await rowOf(runId)).toMatchObject({ epoch: null });
    // The clock of the run says 30 s; make it due by moving both clocks.
    const later = Date.now() + 31_000;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => later);
    await store.sql`update runs set wake_at = now() where id = ${runId}`;
    await untilStatus(runId, 'done');
    clock.mockRestore();
    expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1', 'b:2', 'c:1']);
  });

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

  it('lets a person give an exception up, once', async () => {
    const { host } = await setUp({ script: { a: () => busy({ kind: 'refused' }) } });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'exception');
    const [exception] = await store.sql<{ id: string }[]>`select id from exceptions`;
    const id = exception?.id ?? '';
    expect([await host.discard(id, 'ann', 'A test.'), await host.discard(id, 'ann', 'A test.')]).toEqual([true, false]);
    expect(await host.retry({ exceptionId: id }, 'ann')).toBeUndefined();
    expect(await store.sql`select status, owner, note from exceptions`).toEqual([
      { status: 'discarded', owner: 'ann', note: 'A test.' },
    ]);
  });
});

describe('two hosts', () => {
  it('takes a dead worker over: pure steps again, and effects that may have happened are told so', async () => {
    const other = await store.another();
    const dying = await setUp({ on: other, script: { b: () => new Promise(() => undefined) } });
    const { runId } = await dying.host.start(message());
    await vi.waitFor(() => expect(named(dying.jobs)).toContain('b:1'));
    const heir = await setUp();
    const before = performance.now();
    await kill(other);
    await untilStatus(runId, 'done');
    expect(performance.now() - before).toBeLessThan(2_500); // lease 600 ms, poll 100 ms
    expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
    expect(await typesOf(runId)).toEqual([
      'run.started',
      'step.succeeded map',
      'step.succeeded a',
      'run.resumed',
      'step.succeeded b',
      'step.succeeded c',
    ]);
  });

  it('knows that an effect behind pure steps may have begun, although nothing of them was written', async () => {
    const other = await store.another();
    const dying = await setUp({ on: other, script: { a: () => new Promise(() => undefined) } });
    const { runId } = await dying.host.start(message());
    await vi.waitFor(() => expect(named(dying.jobs)).toEqual(['map:1', 'a:1']));
    expect(await typesOf(runId)).toEqual(['run.started']);
    const heir = await setUp();
    await kill(other);
    await untilStatus(runId, 'done');
    expect(named(heir.jobs)).toEqual(['map:1', 'a:1?', 'b:1', 'c:1']);
    expect(await typesOf(runId)).toEqual([
      'run.started',
      'step.succeeded map',
      'run.resumed',
      'step.succeeded a',
      'step.succeeded b',
      'step.succeeded c',
    ]);
  });

  it('never repeats a `once` effect of a dead worker: a person decides', async () => {
    const lines = ['hook > map:pure > a:once'];
    const other = await store.another();
    const dying = await setUp({ lines, on: other, script: { a: () => new Promise(() => undefined) } });
    const { runId } = await dying.host.start(message());
    await vi.waitFor(() => expect(named(dying.jobs)).toContain('a:1'));
    const heir = await setUp({ lines });
    await kill(other);
    await untilStatus(runId, 'exception');
    expect(named(heir.jobs)).toEqual(['map:1']);
    expect(await store.sql`select node, kind, code from exceptions`).toEqual([
      { node: 'a', kind: 'unknown', code: 'outcome-unknown' },
    ]);
  });

  it('fences a worker that slept longer than its lease: it writes nothing and takes a new life', async () => {
    const { step, open } = gate();
    const script: Script = { b: ({ run }) => (run.trigger.by === 'slow' ? step() : done('b')) };
    const slow = { kind: 'manual', receivedAt: 1, by: 'slow' } as const;
    const asleep = { leaseMs: 5_000, heartbeatMs: 1_500, pollMs: 60_000 };
    const sleeper = await setUp({ on: await store.another(), script, ...asleep });
    const { runId } = await sleeper.host.start(message({ trigger: slow }));
    await vi.waitFor(() => expect(named(sleeper.jobs)).toContain('b:1'));
    const heir = await setUp();
    // As if it had been stopped: its lease ends without its knowing.
    await store.sql`update workers set lease_until = now() - interval '1 second'
      where epoch = (select epoch from runs where id = ${runId})`;
    await untilStatus(runId, 'done');
    open(done('late'));
    await vi.waitFor(() => expect(sleeper.host.inFlight()).toBe(0));
    expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
    expect(named(sleeper.jobs)).toEqual(['map:1', 'a:1', 'b:1']);
    expect(await store.journal.readEvents(runId)).not.toContainEqual(
      expect.objectContaining({ output: { value: 'late' } }),
    );
    await vi.waitFor(async () => expect(await store.sql`select from workers`).toHaveLength(3), { timeout: 4_000 });
    const again = await sleeper.host.start(message());
    await untilStatus(again.runId, 'done');
    expect(named(sleeper.jobs).slice(3)).toEqual(['map:1', 'a:1', 'b:1', 'c:1']);
  });

  it('takes a cancel from another process: the effect under way settles, nothing new begins', async () => {
    const { step, open } = gate();
    const { host, jobs } = await setUp({ script: { b: step } });
    const other = await setUp({ on: await store.another() });
    const { runId } = await host.start(message());
    await vi.waitFor(() => expect(named(jobs)).toContain('b:1'));
    expect(await other.host.cancel(runId, 'ann')).toBe(true);
    await vi.waitFor(async () => expect(await typesOf(runId)).toContain('run.cancelled'));
    open(done('b'));
    await untilStatus(runId, 'cancelled');
    expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1']);
    expect(await other.host.cancel(runId, 'ann')).toBe(false);
    expect(await other.host.cancel('nonsense', 'ann')).toBe(false);
  });

  it('begins no step of a run that is cancelled before it began', async () => {
    const { step, open } = gate();
    const { host, jobs } = await setUp({ script: { map: step }, maxInFlight: 1 });
    const first = await host.start(message());
    const second = await host.start(message());
    expect(await host.cancel(second.runId, 'ann')).toBe(true);
    open(done('x'));
    await untilStatus(first.runId, 'done');
    await untilStatus(second.runId, 'cancelled');
    expect(jobs.filter(({ run }) => run.id === second.runId)).toEqual([]);
  });

  it('cancels a run that waits in the database for a far time', async () => {
    const script: Script = { a: () => busy({ retryAfterMs: 50_000 }) };
    const { host } = await setUp({ script });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'waiting');
    await vi.waitFor(() => expect(host.inFlight()).toBe(0));
    expect(await host.cancel(runId, 'ann')).toBe(true);
    await untilStatus(runId, 'cancelled');
  });

  it('tries a run again that another process holds nothing of', async () => {
    let healed = false;
    const script: Script = { a: () => (healed ? done('a') : busy({ kind: 'refused' })) };
    const one = await setUp({ script });
    const { runId } = await one.host.start(message());
    await untilStatus(runId, 'exception');
    await one.host.close();
    const two = await setUp({ script, on: await store.another() });
    healed = true;
    expect(await two.host.retry({ runId }, 'ann')).toMatchObject({ runId });
    await untilStatus(runId, 'done');
    expect(named(two.jobs)).toEqual(['a:2', 'b:1', 'c:1']);
  });

  it('hands over on close: what ends in time ends, the rest goes on elsewhere at once', async () => {
    const { step, open } = gate();
    const script: Script = { b: ({ run }) => (run.trigger.by === 'slow' ? step() : done('b')) };
    const closing = await setUp({ script, on: await store.another() });
    const slow = { kind: 'manual', receivedAt: 1, by: 'slow' } as const;
    const [stuck, quick] = await Promise.all([
      closing.host.start(message({ trigger: slow })),
      closing.host.start(message()),
    ]);
    await vi.waitFor(() => expect(named(closing.jobs).filter((name) => name === 'b:1')).toHaveLength(2));
    const closed = closing.host.close();
    await expect(closing.host.start(message())).rejects.toThrow(OverloadedError);
    await closed;
    expect((await rowOf(quick.runId))?.status).toBe('done');
    expect(await rowOf(stuck.runId)).toMatchObject({ status: 'running', epoch: null });
    expect(await store.sql`select from workers`).toHaveLength(0);
    const heir = await setUp();
    await untilStatus(stuck.runId, 'done');
    expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
    open(done('late'));
  });

  it('hands over between two steps without an unknown outcome', async () => {
    const { step, open } = gate();
    const closing = await setUp({ script: { a: step }, on: await store.another(), drainMs: 0, settleMs: 2_000 });
    const { runId } = await closing.host.start(message());
    await vi.waitFor(() => expect(named(closing.jobs)).toContain('a:1'));
    const closed = closing.host.close();
    await sleep(100);
    open(done('a'));
    await closed;
    expect(await rowOf(runId)).toMatchObject({ status: 'queued', epoch: null });
    const heir = await setUp();
    await untilStatus(runId, 'done');
    expect(named(heir.jobs)).toEqual(['b:1', 'c:1']);
  });

  it('shares what one process has no room for', async () => {
    const script: Script = { a: () => sleep(20).then(() => done('a')) };
    const one = await setUp({ script, maxInFlight: 4 });
    const two = await setUp({ script, maxInFlight: 4, on: await store.another() });
    const runs = await Promise.all(Array.from({ length: 60 }, () => one.host.start(message())));
    await vi.waitFor(
      async () => {
        const open = await store.sql`select from runs where ended_at is null`;
        expect(open).toHaveLength(0);
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(await store.sql`select status, count(*)::int from runs group by status`).toEqual([
      { status: 'done', count: runs.length },
    ]);
    expect(one.jobs.length + two.jobs.length).toBe(runs.length * 4);
    expect(two.jobs.length).toBeGreaterThan(40);
  });
});

describe('replay', () => {
  it('begins at a step with what the others gave, under the same keys', async () => {
    const lines = ['hook > map:pure > a:effect > b:effect', 'map > side:effect'];
    const large = 'y'.repeat(300_000);
    const { host, jobs } = await setUp({ lines, script: { map: () => done(large) } });
    const first = await host.start(message({ businessKey: '#7' }));
    await untilStatus(first.runId, 'done');
    const second = await host.replay({ runId: first.runId, from: 'b', by: 'ann' });
    if (typeof second === 'string') throw new Error(second);
    await untilStatus(second.runId, 'done');
    const again = jobs.filter(({ run }) => run.id === second.runId);
    expect(again.map(({ node, input, run, outputs }) => [node, input, run.keyRunId, outputs.map === large])).toEqual([
      ['b', [large, 'a'], first.runId, true],
    ]);
    expect(await store.sql`select count(*)::int from payloads where run_id = ${second.runId}`).toEqual([{ count: 4 }]);
    const third = await host.replay({ runId: second.runId, by: 'ann' });
    if (typeof third === 'string') throw new Error(third);
    await untilStatus(third.runId, 'done');
    expect(new Set(jobs.filter(({ run }) => run.id === third.runId).map(({ node }) => node))).toEqual(
      new Set(['map', 'a', 'b', 'side']),
    );
    expect(await store.sql`select key_run_id, business_key from runs where id = ${third.runId}`).toEqual([
      { key_run_id: first.runId, business_key: '#7' },
    ]);
  });

  it('refuses what cannot be replayed', async () => {
    const { step, open } = gate();
    const { host } = await setUp({ script: { b: step } });
    const { runId } = await host.start(message());
    expect(await host.replay({ runId, by: 'ann' })).toBe('not-ended');
    open(done('b'));
    await untilStatus(runId, 'done');
    expect(await host.replay({ runId, from: 'nowhere', by: 'ann' })).toBe('step-unknown');
    expect(await host.replay({ runId, version: 9, by: 'ann' })).toBe('version-unknown');
    expect(await host.replay({ runId: 'nonsense', by: 'ann' })).toBe('not-found');
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

  it('refuses new messages when too many runs wait', async () => {
    const { host } = await setUp({ maxInFlight: 0, maxQueued: 3 });
    for (let index = 0; index < 4; index += 1) await host.start(message());
    await vi.waitFor(() => expect(host.queued()).toBe(4));
    await expect(host.start(message())).rejects.toMatchObject({ name: 'OverloadedError', retryAfterMs: 5_000 });
  });
});

/** Ends a process' connections as kill -9 does: nothing is written any more, and the lease runs out. */
async function kill(victim: Store): Promise<void> {
  await victim.sql.end({ timeout: 0 });
}

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
