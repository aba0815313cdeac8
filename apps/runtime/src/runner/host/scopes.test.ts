import type { Json, RunStatus } from '@lockstep/schema/run';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ENGINE_VERSION } from '../../engine/index.ts';
import type { Store } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { systemClock } from '../clock.ts';
import { effectKey, type StepJob, type StepResult } from '../steps/index.ts';
import { foldHistory, readHistory } from './fold-history.ts';
import { createHost } from './host.ts';
import { busy, done, fed, named, type ScopeSketch, type Script, scriptedExecutor, testFlow } from './testing.ts';
import type { Host, HostOptions, StartRun } from './types.ts';

let store: TestStore;
let hosts: Host[] = [];
beforeAll(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  hosts = [];
});
afterAll(() => store.drop());

const LINES = ['hook > lines:each', 'lines.each > map:pure > send:effect', 'lines.done > after:pure'];
const BODY = ['map', 'send'];

interface Setup extends Partial<HostOptions> {
  readonly lines?: readonly string[];
  readonly scopes?: Readonly<Record<string, ScopeSketch>>;
  readonly rules?: Readonly<Record<string, Json>>;
  readonly script?: Script;
  readonly until?: (job: StepJob) => boolean;
  readonly on?: Store;
}

async function setUp({ lines = LINES, rules = {}, scopes, script = {}, until, on = store, ...options }: Setup = {}) {
  const executor = scriptedExecutor(script, until);
  const retry = { retry: { maxAttempts: 3, baseMs: 20, capMs: 60_000, jitter: 0 } };
  const flow = testFlow(lines, { send: retry }, {}, scopes ?? { lines: { body: BODY, rules } });
  const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const host = await createHost({ store: on, executor, loadSnapshot: async () => flow, ...timing, ...options });
  hosts.push(host);
  return { host, flow, jobs: executor.jobs, judged: executor.judged };
}

function message(items: Json, more: Partial<StartRun> = {}): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: items, trigger, ...more };
}

async function untilStatus(runId: string, status: RunStatus): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await store.sql<{ status: RunStatus }[]>`select status from runs where id = ${runId}`;
      expect(row?.status).toBe(status);
    },
    { timeout: 15_000, interval: 20 },
  );
}

async function kill(dying: Store): Promise<void> {
  await dying.sql.end({ timeout: 0 });
}

/** A step that waits until the test lets it go. */
function gate() {
  let open: (result: StepResult) => void = () => undefined;
  const result = new Promise<StepResult>((resolve) => {
    open = resolve;
  });
  return { step: () => result, open };
}

/** What the scope gave: the input of the step behind it. */
const outcome = (jobs: readonly StepJob[]) => jobs.find(({ node }) => node === 'after')?.input;
const refuse: StepResult = {
  ok: false,
  failure: { kind: 'refused', category: 'business', code: 'no', message: 'No.' },
};

describe('a for-each', () => {
  it('takes its body once for each item, with keys of its own, and gives what the items gave in their order', async () => {
    const { host, jobs } = await setUp();
    const { runId } = await host.start(message(['a', 'b']));
    await untilStatus(runId, 'done');
    const body = jobs.filter(({ item }) => item !== '');
    expect(
      body.map(({ node, item, input, outputs, run, ...job }) => [
        effectKey(run, { node, item, ...job }),
        input,
        outputs,
      ]),
    ).toEqual([
      [`${runId}:map:0`, 'a', { hook: ['a', 'b'], lines: 'a' }],
      [`${runId}:send:0`, ['a', 'map'], { hook: ['a', 'b'], lines: 'a', map: ['a', 'map'] }],
      [`${runId}:map:1`, 'b', { hook: ['a', 'b'], lines: 'b' }],
      [`${runId}:send:1`, ['b', 'map'], { hook: ['a', 'b'], lines: 'b', map: ['b', 'map'] }],
    ]);
    expect(outcome(jobs)).toEqual({
      items: 2,
      failed: 0,
      failures: [],
      results: [
        ['a', 'map', 'send'],
        ['b', 'map', 'send'],
      ],
    });
    const rows =
      await store.sql`select node, parent, idx, status, seq from run_items where run_id = ${runId} order by idx`;
    expect(rows).toEqual([
      { node: 'lines', parent: '', idx: 0, status: 'done', seq: 4 },
      { node: 'lines', parent: '', idx: 1, status: 'done', seq: 6 },
    ]);
  });

  it('goes through nothing at all for an empty list', async () => {
    const { host, jobs } = await setUp();
    await untilStatus((await host.start(message([]))).runId, 'done');
    expect(outcome(jobs)).toEqual({ items: 0, failed: 0, failures: [], results: [] });
  });

  it('takes as many items at a time as it may, and gives their results as they ended where that is wanted', async () => {
    let under = 0;
    let most = 0;
    const { step: last, open } = gate();
    const send: Script[string] = async ({ input }) => {
      most = Math.max(most, ++under);
      await (input === 'slow' ? last() : undefined);
      under -= 1;
      return done(input);
    };
    const lines = ['hook > lines:each', 'lines.each > send:effect', 'lines.done > after:pure'];
    const rules = { parallelism: 2, order: 'ended' };
    const { host, jobs } = await setUp({ lines, scopes: { lines: { body: ['send'], rules } }, script: { send } });
    const { runId } = await host.start(message(['slow', 'b', 'c', 'd']));
    await vi.waitFor(async () =>
      expect(await store.sql`select from run_items where run_id = ${runId}`).toHaveLength(3),
    );
    open(done('slow'));
    await untilStatus(runId, 'done');
    expect(most).toBe(2);
    expect(outcome(jobs)).toMatchObject({ results: ['b', 'c', 'd', 'slow'] });
  });

  it('lists the items that failed with their values where failures are collected, and tries passing ones again', async () => {
    const tries: string[] = [];
    const send: Script[string] = ({ input, attempt, item }) => {
      tries.push(`${item}:${attempt}`);
      if (item === '1') return refuse;
      return item === '2' && attempt === 1 ? busy() : done(input);
    };
    const { host, jobs } = await setUp({ rules: { onError: 'collect', results: false }, script: { send } });
    const { runId } = await host.start(message([{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }]));
    await untilStatus(runId, 'done');
    expect(tries).toEqual(['0:1', '1:1', '2:1', '2:2']);
    expect(outcome(jobs)).toEqual({
      items: 3,
      failed: 1,
      failures: [
        { index: 1, step: 'send', error: { kind: 'refused', code: 'no', message: 'No.' }, item: { sku: 'b' } },
      ],
    });
  });

  it('stops at an item that fails, names it in the exception, and goes on from there when it is tried again', async () => {
    let healed = false;
    const send: Script[string] = ({ input, item }) => (item === '1' && !healed ? refuse : done(input));
    const { host, jobs } = await setUp({ script: { send } });
    const { runId } = await host.start(message(['a', 'b', 'c']));
    await untilStatus(runId, 'exception');
    expect(await store.sql`select node, nodes, reason, attempts from exceptions where run_id = ${runId}`).toEqual([
      { node: 'send', nodes: ['send'], reason: '"send" in item [1] of "lines": No.', attempts: 1 },
    ]);
    healed = true;
    await host.retry({ runId }, 'ann');
    await untilStatus(runId, 'done');
    expect(named(jobs).filter((name) => name.startsWith('send'))).toEqual([
      'send@0:1',
      'send@1:1',
      'send@1:2',
      'send@2:1',
    ]);
    expect(outcome(jobs)).toMatchObject({ items: 3, failed: 0 });
  });

  it('ends early when its condition is met by what an item gave', async () => {
    const { host, jobs, judged } = await setUp({
      rules: { judged: true },
      until: ({ input }) => (input as string[])[0] === 'b',
    });
    await untilStatus((await host.start(message(['a', 'b', 'c']))).runId, 'done');
    expect(judged.map(({ item, input, outputs }) => [item, input, outputs.lines])).toEqual([
      ['0', ['a', 'map', 'send'], 'a'],
      ['1', ['b', 'map', 'send'], 'b'],
    ]);
    expect(outcome(jobs)).toMatchObject({ items: 2, stopped: true });
  });

  it('may lie within another; each item of each has its own steps', async () => {
    const lines = [
      'hook > orders:each',
      'orders.each > parts:each',
      'parts.each > send:effect',
      'orders.done > after:pure',
    ];
    const scopes = { orders: { body: ['parts'] }, parts: { body: ['send'], rules: { parallelism: 2 } } };
    const { host, jobs } = await setUp({
      lines,
      scopes,
      script: { send: ({ input, outputs }) => done([input, outputs.orders ?? null]) },
    });
    const { runId } = await host.start(message([['a', 'b'], ['c']]));
    await untilStatus(runId, 'done');
    expect(jobs.filter(({ node }) => node === 'send').map((job) => effectKey(job.run, job))).toEqual([
      `${runId}:send:0.0`,
      `${runId}:send:0.1`,
      `${runId}:send:1.0`,
    ]);
    expect((outcome(jobs) as { results: Json }).results).toMatchObject([
      {
        items: 2,
        results: [
          ['a', ['a', 'b']],
          ['b', ['a', 'b']],
        ],
      },
      { items: 1, results: [['c', ['c']]] },
    ]);
  });

  it('hands large results on without carrying them', async () => {
    const big = 'x'.repeat(200_000);
    const { host, jobs } = await setUp({ script: { send: () => done(big) } });
    const { runId } = await host.start(message(['a', 'b']));
    await untilStatus(runId, 'done');
    expect(outcome(jobs)).toEqual({ items: 2, failed: 0, failures: [], results: [big, big] });
    const gathered = (await store.journal.readEvents(runId)).find(
      (event) => event.type === 'step.succeeded' && event.node === 'lines',
    );
    expect(gathered).toMatchObject({ output: { ref: expect.any(String), bytes: expect.any(Number) } });
  });

  it('refuses to collect more than a step could take', async () => {
    const { step, open } = gate();
    const { host } = await setUp({ script: { send: ({ item, input }) => (item === '1' ? step() : done(input)) } });
    const { runId } = await host.start(message(['a', 'b']));
    await vi.waitFor(async () =>
      expect(await store.sql`select from run_items where run_id = ${runId}`).toHaveLength(1),
    );
    const ref = systemClock.newId();
    await store.sql`insert into payloads (id, run_id, bytes, body) values (${ref}, ${runId}, 53000000, '"as good as large"')`;
    await store.sql`update run_items set output = null, output_ref = ${ref} where run_id = ${runId}`;
    open(done('b'));
    await untilStatus(runId, 'exception');
    expect(await store.sql`select code, reason from exceptions where run_id = ${runId}`).toEqual([
      {
        code: 'results-too-large',
        reason: expect.stringContaining('The items gave 51 MB; a scope collects 50 MB at most.'),
      },
    ]);
  });
});

describe('pages', () => {
  const PAGES = ['hook > pages:each', 'pages.each > send:effect', 'pages.done > after:pure'];
  const scopes = { pages: { body: ['send'], rules: { results: false } } };

  it('are asked for one after another, from where the one before ended', async () => {
    const cursors: (Json | undefined)[] = [];
    const pages: Script[string] = ({ pull }) => {
      cursors.push(pull?.cursor);
      return fed(['a', 'b'], cursors.length < 3 ? { page: cursors.length + 1 } : undefined);
    };
    const { host, jobs } = await setUp({ lines: PAGES, scopes, script: { pages } });
    await untilStatus((await host.start(message('m'))).runId, 'done');
    expect(cursors).toEqual([undefined, { page: 2 }, { page: 3 }]);
    expect(outcome(jobs)).toEqual({ items: 6, failed: 0, failures: [] });
  });

  it.each([
    ['stored, where asking again could give others', false, [undefined, undefined]],
    ['asked for again from the same place, where that gives the same', true, [undefined, undefined, undefined]],
  ])('are there after a takeover: %s', async (_, repeatable, pulls) => {
    const cursors: (Json | undefined)[] = [];
    const pages: Script[string] = ({ pull }) => {
      cursors.push(pull?.cursor);
      return { ok: true, feed: { items: ['a', 'b'], repeatable } };
    };
    const hang: Script[string] = ({ item, input }) => (item === '1' ? new Promise(() => undefined) : done(input));
    const other = await store.another();
    const dying = await setUp({ lines: PAGES, scopes, on: other, script: { pages, send: hang } });
    const { runId } = await dying.host.start(message('m'));
    await vi.waitFor(() => expect(named(dying.jobs)).toContain('send@1:1'));
    const heir = await setUp({ lines: PAGES, scopes, script: { pages } });
    await kill(other);
    await untilStatus(runId, 'done');
    expect(heir.jobs.filter(({ node }) => node === 'send').map((job) => [...named([job]), job.input])).toEqual([
      ['send@1:1?', 'b'],
    ]);
    // The first pull was answered before the crash; nothing follows it.
    expect(cursors).toEqual(pulls.slice(1));
  });

  it('that give something else when they are asked for again stop the run', async () => {
    let changed = false;
    const pages: Script[string] = () => fed(changed ? ['a'] : ['a', 'b']);
    const hang: Script[string] = ({ item, input }) => (item === '1' ? new Promise(() => undefined) : done(input));
    const other = await store.another();
    const dying = await setUp({ lines: PAGES, scopes, on: other, script: { pages, send: hang } });
    const { runId } = await dying.host.start(message('m'));
    await vi.waitFor(() => expect(named(dying.jobs)).toContain('send@1:1'));
    changed = true;
    await setUp({ lines: PAGES, scopes, script: { pages } });
    await kill(other);
    await untilStatus(runId, 'exception');
    expect(await store.sql`select code from exceptions where run_id = ${runId}`).toEqual([{ code: 'source-changed' }]);
  });
});

describe('repeat-until', () => {
  it('works on what the turn before gave, with a pause, until its condition is met', async () => {
    const lines = ['hook > poll:each', 'poll.each > look:effect', 'poll.done > after:pure'];
    const rules = { judged: true, turns: { max: 5, delayMs: 20, limitPort: 'limit' } };
    const { host, jobs } = await setUp({
      lines,
      scopes: { poll: { body: ['look'], rules } },
      script: { poll: ({ input }) => fed([input]), look: ({ input }) => done(Number(input) + 1) },
      until: ({ input }) => Number(input) >= 4,
    });
    await untilStatus((await host.start(message(1))).runId, 'done');
    expect(jobs.filter(({ node }) => node === 'look').map(({ item, input }) => [item, input])).toEqual([
      ['0', 1],
      ['1', 2],
      ['2', 3],
    ]);
    expect(outcome(jobs)).toBe(4);
  });
});

describe('durability', () => {
  it('a takeover goes on at the items that were under way, from a state that was kept on the way', async () => {
    const count = 560;
    const lines = ['hook > lines:each', 'lines.each > send:effect', 'lines.done > after:pure'];
    const scopes = { lines: { body: ['send'], rules: { parallelism: 8, results: false } } };
    const hang: Script[string] = ({ item, input }) =>
      Number(item) >= 520 ? new Promise(() => undefined) : done(input);
    const other = await store.another();
    const dying = await setUp({ lines, scopes, on: other, script: { send: hang } });
    const { runId } = await dying.host.start(message(Array.from({ length: count }, (_, index) => index)));
    await vi.waitFor(() => expect(named(dying.jobs)).toContain('send@527:1'), { timeout: 15_000 });
    const history = await readHistory(store.journal, runId);
    expect(history?.kept?.seq).toBeGreaterThanOrEqual(500);
    expect(history?.events.length).toBeLessThan(100);
    expect(foldHistory(dying.flow.plan, history ?? { events: [] }).state).toEqual(
      foldHistory(dying.flow.plan, { events: await store.journal.readEvents(runId) }).state,
    );
    const heir = await setUp({ lines, scopes });
    await kill(other);
    await untilStatus(runId, 'done');
    const sent = heir.jobs.filter(({ node }) => node === 'send');
    expect(sent).toHaveLength(40);
    expect(named(sent.filter(({ outcomeUnknown }) => outcomeUnknown))).toEqual(
      Array.from({ length: 8 }, (_, index) => `send@${520 + index}:1?`),
    );
    expect(outcome(heir.jobs)).toEqual({ items: count, failed: 0, failures: [] });
    const [row] =
      await store.sql`select count(*)::int as items, count(distinct idx)::int as once from run_items where run_id = ${runId}`;
    expect(row).toEqual({ items: count, once: count });

    // What another version of the engine kept is left alone.
    await store.sql`update run_snapshots set engine_version = ${ENGINE_VERSION + 1}, state = 'of the future' where run_id = ${runId}`;
    const whole = await readHistory(store.journal, runId);
    expect(whole).not.toHaveProperty('kept');
    expect(whole?.events).toHaveLength(whole?.seq ?? 0);
  });

  it("what waits in an item is let go on there, also when the run is nobody's meanwhile", async () => {
    const wait: Script[string] = ({ input }) => ({
      ok: true,
      park: { on: { kind: 'event', topic: 'stock', key: String(input), port: 'out' } },
    });
    const lines = ['hook > lines:each', 'lines.each > ask:pure > send:effect', 'lines.done > after:pure'];
    const scopes = { lines: { body: ['ask', 'send'], rules: { parallelism: 2 } } };
    const { host, jobs } = await setUp({ lines, scopes, script: { ask: wait } });
    const { runId } = await host.start(message(['a', 'b']));
    await untilStatus(runId, 'waiting');
    await vi.waitFor(() => expect(host.inFlight()).toBe(0));
    expect(await store.sql`select node, item, key from run_waits where run_id = ${runId} order by item`).toEqual([
      { node: 'ask', item: '0', key: 'a' },
      { node: 'ask', item: '1', key: 'b' },
    ]);
    for (const key of ['b', 'a'])
      await store.topics.publish({ topic: 'stock', key, eventId: `e-${key}`, payload: key });
    await untilStatus(runId, 'done');
    expect(
      jobs.filter(({ node }) => node === 'send').map(({ item, input }) => [item, (input as { payload: Json }).payload]),
    ).toEqual(
      expect.arrayContaining([
        ['0', 'a'],
        ['1', 'b'],
      ]),
    );
  });

  it('what items did is taken back in reverse order, each by what its own step gave', async () => {
    const lines = [
      'hook > lines:each',
      'lines.each > hold:effect > send:effect',
      'hold.undo > free:effect',
      'lines.done > after:pure',
    ];
    const scopes = { lines: { body: ['hold', 'free', 'send'] } };
    const script: Script = {
      hold: ({ input }) => done(`hold-${input}`),
      send: ({ input, item }) => (item === '2' ? refuse : done(input)),
    };
    const { host, jobs } = await setUp({ lines, scopes, script });
    const { runId } = await host.start(message(['a', 'b', 'c']));
    await untilStatus(runId, 'exception');
    const undone = jobs.filter(({ node }) => node === 'free');
    expect(undone.map((job) => [effectKey(job.run, job), job.input, job.outputs.hold])).toEqual([
      [`${runId}:free:2`, 'hold-c', 'hold-c'],
      [`${runId}:free:1`, 'hold-b', 'hold-b'],
      [`${runId}:free:0`, 'hold-a', 'hold-a'],
    ]);
    const [exception] = await store.sql`select reason from exceptions where run_id = ${runId}`;
    expect(exception?.reason).toBe('"send" in item [2] of "lines": No. Undone: "hold" [2], "hold" [1], "hold" [0].');

    const again = await host.replay({ runId, from: 'send', by: 'ann' });
    if (typeof again === 'string') throw new Error(again);
    await untilStatus(again.runId, 'exception');
    const keys = jobs
      .filter((job) => job.run.id === again.runId && job.node !== 'lines')
      .map((job) => effectKey(job.run, job));
    expect(keys.slice(0, 3), 'what was undone is done anew, and the rest not again').toEqual([
      `${again.runId}:hold:0`,
      `${again.runId}:hold:1`,
      `${again.runId}:hold:2`,
    ]);
    expect(keys.slice(3)).toEqual([`${runId}:send:2`, ...['2', '1', '0'].map((item) => `${again.runId}:free:${item}`)]);
  });

  it('a cancel lets items under way settle and ends the run', async () => {
    const { step, open } = gate();
    const send: Script[string] = ({ item, input }) => (item === '1' ? step() : done(input));
    const { host, jobs } = await setUp({ script: { send } });
    const { runId } = await host.start(message(['a', 'b', 'c']));
    await vi.waitFor(() => expect(named(jobs)).toContain('send@1:1'));
    await host.cancel(runId, 'ann');
    await vi.waitFor(async () =>
      expect(await store.sql`select from run_mail where run_id = ${runId} and taken_at is null`).toHaveLength(0),
    );
    open(done('b'));
    await untilStatus(runId, 'cancelled');
    expect(named(jobs)).toEqual(['lines:1', 'map@0:1', 'send@0:1', 'map@1:1', 'send@1:1']);
  });
});
