import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { createHost } from './host.ts';
import { busy, done, scriptedExecutor, testFlow } from './testing.ts';
import type { Host, StartRun } from './types.ts';

let store: TestStore;
let hosts: Host[] = [];
let isBroken = true;
beforeAll(async () => {
  store = await createTestStore();
  await store.sql`insert into flows (id, name) values ('orders', 'Orders')`;
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  hosts = [];
  isBroken = true;
  await store.sql`truncate runs, run_events, run_mail, inbox, exceptions, exception_replays, lanes, lane_runs`;
});
afterAll(() => store.drop());

const refuse = () => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });

/** Orders of one key go one after another; their second effect fails while the partner is broken, and is done once. */
async function setUp(on: Store = store) {
  const executor = scriptedExecutor({ post: () => (isBroken ? refuse() : done('posted')) });
  const flow = testFlow(['hook > first:effect > post:once'], {}, { lane: { key: '=input' } });
  const timing = { leaseMs: 2_000, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
  const placeOf = async (_: unknown, { message }: { readonly message: unknown }) => ({ key: String(message) });
  const host = await createHost({ store: on, executor, loadSnapshot: async () => flow, placeOf, ...timing });
  hosts.push(host);
  return { host, posted: () => executor.jobs.filter(({ node }) => node === 'post') };
}

function message(key: string): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: key, trigger };
}

async function failed(host: Host, key: string) {
  const { runId } = await host.start(message(key));
  await untilStatus(runId, 'exception');
  await vi.waitFor(async () => expect((await row(runId)).lane_state).toBe('blocking'), { timeout: 10_000 });
  const [exception] = await store.sql<{ id: string }[]>`select id from exceptions where run_id = ${runId}`;
  return { runId, exceptionId: exception?.id ?? '' };
}

async function row(runId: string) {
  const [found] = await store.sql<{ status: string; lane_state: string | null; replayed_by: string | null }[]>`
    select status, lane_state, replayed_by from runs where id = ${runId}`;
  if (!found) throw new Error(`There is no run ${runId}.`);
  return found;
}

const untilStatus = (runId: string, status: string) =>
  vi.waitFor(async () => expect((await row(runId)).status).toBe(status), { timeout: 15_000, interval: 20 });

describe('a replay in a lane', () => {
  it('takes the turn of the run before, and those behind go on after it', async () => {
    const { host } = await setUp();
    const { runId, exceptionId } = await failed(host, 'a');
    const behind = (await host.start(message('a'))).runId;
    const again = await host.replay({ runId, exceptionId, by: 'ann' });
    if (typeof again === 'string') throw new Error(again);
    await untilStatus(again.runId, 'exception');
    await vi.waitFor(async () => expect((await row(again.runId)).lane_state).toBe('blocking'), { timeout: 10_000 });
    expect([(await row(runId)).lane_state, (await row(behind)).status]).toEqual(['left', 'queued']);
    expect(await store.sql`select run_id, status from exceptions`).toEqual([{ run_id: again.runId, status: 'open' }]);
    isBroken = false;
    const last = await host.replay({ runId: again.runId, exceptionId, by: 'ann' });
    if (typeof last === 'string') throw new Error(last);
    await untilStatus(last.runId, 'done');
    await untilStatus(behind, 'done');
    const ends = await store.sql<{ id: string }[]>`select id from runs where status = 'done' order by ended_at`;
    expect(ends.map(({ id }) => id)).toEqual([last.runId, behind]);
    expect(await store.sql`select run_id, from_run_id from exception_replays order by at`).toEqual([
      { run_id: again.runId, from_run_id: runId },
      { run_id: last.runId, from_run_id: again.runId },
    ]);
  });

  it('moves to the lane of the mended message, and lets the old one go on', async () => {
    const { host } = await setUp();
    const { runId, exceptionId } = await failed(host, 'a');
    const behind = (await host.start(message('a'))).runId;
    isBroken = false;
    const moved = await host.replay({ runId, exceptionId, message: 'b', by: 'ann' });
    if (typeof moved === 'string') throw new Error(moved);
    await untilStatus(moved.runId, 'done');
    await untilStatus(behind, 'done');
    const [place] = await store.sql`select key from lane_runs where run_id = ${moved.runId}`;
    expect(place).toEqual({ key: 'b' });
  });

  it('and a retry, a discard and new messages at the same moment, in two processes: one of them wins, and nothing waits for ever', async () => {
    const one = await setUp();
    const two = await setUp(await store.another());
    const keys = Array.from({ length: 12 }, (_, nr) => `key-${nr}`);
    const all = await Promise.all(keys.map((key) => failed(one.host, key)));
    isBroken = false;
    const answers = await Promise.all(
      all.map(async ({ runId, exceptionId }, nr) => {
        const [retry, replay, discard] = await Promise.all([
          one.host.retry({ exceptionId }, 'ann'),
          two.host.replay({ runId, exceptionId, by: 'bob' }),
          nr % 3 === 0 ? one.host.discard(exceptionId, 'eve', 'Not wanted.') : false,
          two.host.start(message(`key-${nr}`)),
        ]);
        return [typeof retry === 'object', typeof replay === 'object', discard].filter(Boolean).length;
      }),
    );
    expect(answers.filter((wins) => wins > 1)).toEqual([]);
    await vi.waitFor(
      async () => {
        const [left] = await store.sql`
          select (select count(*)::int from runs where ended_at is null) as runs,
            (select count(*)::int from lane_runs where waiting) as waiting,
            (select count(*)::int from exceptions where status in ('open', 'retrying')) as unsettled`;
        expect(left).toEqual({ runs: 0, waiting: 0, unsettled: answers.filter((wins) => wins === 0).length });
      },
      { timeout: 20_000, interval: 50 },
    );
    // 12 first messages of which none was posted twice, and 12 that came after them.
    const posts = new Map<string, number>();
    for (const { run } of [...one.posted(), ...two.posted()])
      posts.set(run.keyRunId, (posts.get(run.keyRunId) ?? 0) + 1);
    // One attempt failed before the partner was mended; at most one more was made.
    for (const { runId } of all) expect(posts.get(runId)).toBeLessThanOrEqual(2);
  }, 40_000);
});

describe('locks: lanes, then runs, then exceptions', () => {
  /** Somebody who holds a lock and then takes the next one in the order, as the statements of lanes and runs do. */
  async function between(hold: (tx: Store['sql']) => Promise<unknown>, then: (tx: Store['sql']) => Promise<unknown>) {
    const held = Promise.withResolvers<void>();
    const over = (await store.another()).sql.begin(async (tx) => {
      await hold(tx as unknown as Store['sql']);
      held.resolve();
      await sleep(400);
      await then(tx as unknown as Store['sql']);
    });
    await held.promise;
    return { over };
  }

  it.each(['retry', 'replay', 'discard'] as const)(
    '%s waits for its lane and its run without holding what comes later',
    async (what) => {
      const { host } = await setUp();
      const { runId, exceptionId } = await failed(host, 'a');
      isBroken = false;
      // One that its lane went past gets back in line, which writes to the lane.
      await store.sql`update lanes set holder = null`;
      await store.sql`update runs set lane_state = 'left' where id = ${runId}`;
      const lockLane = (tx: Store['sql']) => tx`select from lanes where key = 'a' for update`;
      const lockRun = (tx: Store['sql']) => tx`update runs set test = test where id = ${runId}`;
      const lockException = (tx: Store['sql']) => tx`update exceptions set owner = 'x' where id = ${exceptionId}`;
      const { over } = await (what === 'discard' ? between(lockRun, lockException) : between(lockLane, lockRun));
      const work = {
        retry: () => host.retry({ exceptionId }, 'ann'),
        replay: () => host.replay({ runId, exceptionId, by: 'ann' }),
        discard: () => host.discard(exceptionId, 'ann', 'Not wanted.'),
      };
      const [, answer] = await Promise.all([over, work[what]()]);
      expect(answer).toBeTruthy();
      expect(typeof answer).not.toBe('string');
    },
  );
});
