import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowSettings, NodePolicy } from '@lockstep/schema/graph';
import type { Parking, ParkOn } from '@lockstep/schema/node';
import type { Json, RunStatus } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listApprovals } from '../../store/approvals.ts';
import { listExceptions } from '../../store/exceptions.ts';
import type { Store } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import type { StepResult } from '../steps/index.ts';
import { createHost } from './host.ts';
import { busy, done, type Script, scriptedExecutor, testFlow } from './testing.ts';
import type { Host, HostOptions, StartRun } from './types.ts';

let store: TestStore;
let hosts: Host[] = [];
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(hosts.map((host) => host.close()));
  hosts = [];
  await store.drop();
});

interface Setup extends Partial<HostOptions> {
  readonly lines?: readonly string[];
  readonly policies?: Readonly<Record<string, NodePolicy>>;
  readonly settings?: FlowSettings;
  readonly script?: Script;
  readonly on?: Store;
}

const WAITING = ['hook > ask:pure > on:effect', 'ask.late > late:effect'];

async function setUp({ lines = WAITING, policies, settings, script = {}, on = store, ...options }: Setup = {}) {
  const executor = scriptedExecutor(script);
  const flow = testFlow(lines, policies, settings);
  const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const host = await createHost({ store: on, executor, loadSnapshot: async () => flow, ...timing, ...options });
  hosts.push(host);
  return { host, jobs: executor.jobs };
}

function message(more: Partial<StartRun> = {}): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm', trigger, ...more };
}

function park(on: ParkOn | undefined, deadlineMs?: number): StepResult {
  const deadline =
    deadlineMs === undefined ? {} : { deadline: { at: Date.now() + deadlineMs, port: 'late', value: 'm' } };
  const parking: Parking = { ...(on && { on }), ...deadline };
  return { ok: true, park: parking };
}
const forEvent = (key: string, deadlineMs?: number, since?: number) => (): StepResult =>
  park({ kind: 'event', topic: 'paid', key, port: 'out', ...(since !== undefined && { since }) }, deadlineMs);
const forAnswer = (deadlineMs?: number) => (): StepResult =>
  park(
    {
      kind: 'approval',
      title: 'Ok?',
      details: { nul: '\0' },
      assignee: 'team',
      ports: { approved: 'out', rejected: 'late' },
    },
    deadlineMs,
  );

const tell = (key: string, eventId: string, payload: Json = { eventId }, on: Store = store) =>
  on.topics.publish({ topic: 'paid', key, eventId, payload });

async function rowOf(runId: string) {
  const [row] = await store.sql<{ status: RunStatus; epoch: number | null; wake_at: Date | null }[]>`
    select status, epoch, wake_at from runs where id = ${runId}`;
  return row;
}

async function untilStatus(runId: string, status: RunStatus): Promise<void> {
  await vi.waitFor(async () => expect((await rowOf(runId))?.status).toBe(status), { timeout: 8_000, interval: 20 });
}

/** Parked, and in nobody's memory. */
async function untilParked(runId: string): Promise<void> {
  await vi.waitFor(async () => expect(await rowOf(runId)).toMatchObject({ status: 'waiting', epoch: null }), {
    timeout: 8_000,
    interval: 20,
  });
}

async function typesOf(runId: string): Promise<readonly string[]> {
  return (await store.journal.readEvents(runId)).map((event) =>
    'node' in event && event.type !== 'run.started' ? `${event.type} ${event.node}` : event.type,
  );
}

const countOf = async (table: string) => (await store.sql.unsafe(`select count(*)::int as n from ${table}`))[0]?.n;

describe('a run that waits for an event', () => {
  it('leaves out events from before the moment it names, and those whose time is over', async () => {
    await tell('1003', 'old');
    await sleep(10);
    await store.topics.retain(1);
    const { host } = await setUp({ script: { ask: forEvent('1003') } });
    await tell('1004', 'before');
    const late = await setUp({ script: { ask: forEvent('1004', undefined, Date.now() + 60_000) } });
    await sleep(10);
    const runs = [await host.start(message()), await late.host.start(message())];
    for (const { runId } of runs) await untilParked(runId);
    await sleep(300); // three polls
    for (const { runId } of runs) expect((await rowOf(runId))?.status).toBe('waiting');
  });

  it('goes on once for an event that is told twice, at the same time, by two processes', async () => {
    const other = await store.another();
    const { host, jobs } = await setUp({
      lines: ['hook > ask:pure > again:pure > on:effect'],
      script: { ask: forEvent('1005'), again: forEvent('1005') },
    });
    const { runId } = await host.start(message());
    await untilParked(runId);
    const told = await Promise.all(Array.from({ length: 10 }, (_, i) => tell('1005', 'e-1', i, i % 2 ? other : store)));
    expect(told.map(({ outcome }) => outcome).sort()).toEqual(['delivered', ...Array(9).fill('duplicate')]);
    await vi.waitFor(async () => expect(await typesOf(runId)).toContain('step.parked again'));
    await untilParked(runId);
    await sleep(250);
    expect((await rowOf(runId))?.status, 'one event ends one wait of a run').toBe('waiting');
    await tell('1005', 'e-2');
    await untilStatus(runId, 'done');
    expect(jobs.at(-1)?.input).toMatchObject({ eventId: 'e-2' });
  });

  it('and others for the same key all go on, each once', async () => {
    const [one, two] = [
      await setUp({ script: { ask: forEvent('k') } }),
      await setUp({ on: await store.another(), script: { ask: forEvent('k') } }),
    ];
    const runs = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? one : two).host.start(message())));
    // Told while they park: whoever comes first, nobody is missed.
    const told = await tell('k', 'e');
    expect(told.outcome).toMatch(/delivered|kept/);
    for (const { runId } of runs) await untilStatus(runId, 'done');
    expect([...one.jobs, ...two.jobs].filter(({ node }) => node === 'on')).toHaveLength(30);
  });

  it('takes what came before the deadline even when it hears of it afterwards', async () => {
    const { host } = await setUp({ script: { ask: forEvent('1007', 400) }, pollMs: 5_000 });
    const notify = vi.spyOn(store.journal, 'readMail');
    const { runId } = await host.start(message());
    await vi.waitFor(async () => expect(await countOf('run_waits')).toBe(1));
    // A letter that nobody is told of.
    await store.sql`insert into run_mail (run_id, id, event) values (${runId}, 'release:ask:1', ${JSON.stringify({
      type: 'step.released',
      at: 1,
      node: 'ask',
      attempt: 1,
      port: 'out',
      output: { value: 'in time' },
      cause: { kind: 'callback' },
    })}::text::json)`;
    await untilStatus(runId, 'done');
    expect(await typesOf(runId)).toEqual(['run.started', 'step.parked ask', 'step.released ask', 'step.succeeded on']);
    expect(notify).toHaveBeenCalled();
  });

  it('is found by the poll when its process died between parking and looking for earlier events', async () => {
    await tell('1008', 'early');
    const { host } = await setUp({ script: { ask: forEvent('1008') } });
    vi.spyOn(store.mailbox, 'match').mockRejectedValueOnce(new Error('gone'));
    const { runId } = await host.start(message());
    await untilStatus(runId, 'done');
  });

  it('gives the wait up with the run', async () => {
    const { host } = await setUp({ script: { ask: forEvent('1010') } });
    const { runId } = await host.start(message());
    await untilParked(runId);
    expect(await host.cancel(runId, 'ann')).toBe(true);
    await untilStatus(runId, 'cancelled');
    expect(await countOf('run_waits')).toBe(0);
    expect(await tell('1010', 'e')).toMatchObject({ outcome: 'kept', runs: 0 });
  });
});

describe('a run that waits for a person', () => {
  const answers = async () => (await listApprovals(store.db, { limit: 10 })).map((row) => row);

  it('asks, and goes on with the answer; a second answer is too late', async () => {
    const { host, jobs } = await setUp({ script: { ask: forAnswer() } });
    const { runId } = await host.start(message({ businessKey: '#7' }));
    await untilParked(runId);
    const [approval] = await answers();
    expect(approval).toMatchObject({
      runId,
      flowId: 'orders',
      node: 'ask',
      title: 'Ok?',
      details: { nul: '\0' },
      assignee: 'team',
      status: 'open',
      businessKey: '#7',
      deadlineAt: null,
    });
    const decide = (decision: 'approved' | 'rejected', by: string) =>
      store.mailbox.decide({ approvalId: approval?.id ?? '', decision, by, comment: 'Fine.' });
    expect(await Promise.all([decide('approved', 'ann'), decide('approved', 'bob')])).toContainEqual(undefined);
    expect(await decide('rejected', 'cid')).toBeUndefined();
    await untilStatus(runId, 'done');
    expect(jobs.at(-1)).toMatchObject({ node: 'on', input: { decision: 'approved', comment: 'Fine.' } });
    expect((await answers())[0]).toMatchObject({ status: 'approved', comment: 'Fine.' });
  });

  it('withdraws the question when the run is cancelled', async () => {
    const { host } = await setUp({ script: { ask: forAnswer() } });
    const { runId } = await host.start(message());
    await untilParked(runId);
    await host.cancel(runId, 'ann');
    await untilStatus(runId, 'cancelled');
    expect((await answers())[0]?.status).toBe('withdrawn');
  });
});

describe('a run that takes back what it did', () => {
  const PAIRS = [
    'hook > pay:effect > hold:effect > label:effect',
    'pay.undo > refund:effect',
    'hold.undo > free:effect',
  ];
  const refuse = (): StepResult =>
    busy({ kind: 'refused', category: 'business', code: 'no-label', message: 'No label.' });
  const ran = (jobs: readonly { readonly node: string }[]) => jobs.map(({ node }) => node);

  it('does so when it is cancelled, also from a parked step', async () => {
    const lines = ['hook > pay:effect > ask:pure', 'pay.undo > refund:effect'];
    const { host, jobs } = await setUp({ lines, script: { ask: forEvent('never') } });
    const { runId } = await host.start(message());
    await untilParked(runId);
    await host.cancel(runId, 'ann');
    await untilStatus(runId, 'cancelled');
    expect(ran(jobs)).toEqual(['pay', 'ask', 'refund']);
  });

  it('raises an exception that names what is left when an undo step fails, and goes on when tried again', async () => {
    let healed = false;
    const free = () => (healed ? done('freed') : busy({ kind: 'refused', code: 'gone', message: 'Already shipped.' }));
    const { host, jobs } = await setUp({ lines: PAIRS, script: { label: refuse, free } });
    const { runId } = await host.start(message());
    await untilStatus(runId, 'exception');
    const [exception] = await listExceptions(store.db, { limit: 5 });
    expect(exception).toMatchObject({
      node: 'free',
      code: 'undo-failed',
      reason: '"free" could not undo "hold": Already shipped. (1 more failed: label) Left as it is: "hold", "pay".',
    });
    healed = true;
    expect(await host.retry({ runId }, 'ann')).toMatchObject({ runId });
    await vi.waitFor(async () => {
      const [row] = await listExceptions(store.db, { limit: 5 });
      expect(row).toMatchObject({ status: 'open', node: 'label', reason: 'No label. Undone: "hold", "pay".' });
    });
    expect(ran(jobs)).toEqual(['pay', 'hold', 'label', 'free', 'free', 'refund']);
  });
});

describe('time', () => {
  it('wakes a run that nobody holds for its deadline', async () => {
    const { host } = await setUp({ settings: { deadlineMs: 7_000 }, script: { ask: forEvent('never') } });
    const { runId } = await host.start(message());
    await untilParked(runId);
    expect((await rowOf(runId))?.wake_at).toBeInstanceOf(Date);
    const later = Date.now() + 8_000;
    vi.spyOn(Date, 'now').mockImplementation(() => later);
    await store.sql`update runs set wake_at = now() where id = ${runId}`;
    await untilStatus(runId, 'exception');
  });
});
