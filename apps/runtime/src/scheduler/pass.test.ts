import { documentHash } from '@lockstep/schema/graph';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost, type Host } from '../runner/host/index.ts';
import { scriptedExecutor, testFlow } from '../runner/host/testing.ts';
import { createFlow, deleteFlow, publishVersion } from '../store/flows.ts';
import { pauseFlow, resumeFlow } from '../store/pauses.ts';
import { listScheduleRows, type PublishedSchedule } from '../store/schedules.ts';
import { createTestStore, type TestStore } from '../store/testing.ts';
import { schedulerPass } from './pass.ts';

const loaded = testFlow(['hook > a:pure']);
const { flow } = loaded;
const HOUR = 3_600_000;
/** Ticks must lie after the moment of publishing. */
const START = Math.ceil(Date.now() / HOUR) * HOUR;
const log = { warn: () => undefined };

let store: TestStore;
let hosts: Host[];
let published = 0;

beforeEach(async () => {
  store = await createTestStore();
  hosts = [];
  published = 0;
  await createFlow(store.db, { flow, hash: 'h' });
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  await store.drop();
});

/** A process: its own connections, its own host. */
async function process() {
  const own = await store.another();
  const host = await createHost({ store: own, executor: scriptedExecutor(), loadSnapshot: async () => loaded });
  hosts.push(host);
  return { db: own.db, host, log };
}

async function publish(schedules: readonly Partial<PublishedSchedule>[]): Promise<void> {
  const result = await publishVersion(store.db, {
    flow,
    snapshotId: documentHash(flow),
    hash: 'h',
    basedOn: published,
    note: '',
    by: 'ann',
    hooks: [],
    calls: [],
    consumers: [],
    schedules: schedules.map((each) => ({ node: 'hook', cron: '0 * * * *', timeZone: 'UTC', missed: 'skip', ...each })),
  });
  expect(result.type).toBe('published');
  published += 1;
}

/** Messages of all runs, in the order of their ticks. */
async function messages(): Promise<readonly unknown[]> {
  const rows = await store.sql<{ value: { scheduledAt: string } }[]>`
    select event->'output'->'value' as value from run_events where seq = 1`;
  return rows.map(({ value }) => value).sort((a, b) => (a.scheduledAt < b.scheduledAt ? -1 : 1));
}

const iso = (at: number) => new Date(at).toISOString();

describe('a tick', () => {
  it('begins exactly one run when two processes look at the same time, again and again', async () => {
    await publish([{ cron: '*/10 * * * * *' }]);
    const processes = await Promise.all([process(), process()]);
    for (let now = START; now <= START + 60_000; now += 5_000) {
      await Promise.all([...processes, ...processes].map((each) => schedulerPass(each, now)));
    }
    const ticks = (await messages()).map((message) => (message as { scheduledAt: string }).scheduledAt);
    const wanted = [0, 10, 20, 30, 40, 50, 60].map((seconds) => iso(START + seconds * 1000));
    expect(ticks.filter((tick) => tick >= iso(START))).toEqual(wanted);
  });

  it('that began its run before the process died is not begun again by the next one', async () => {
    await publish([{}]);
    const dying = await process();
    const before = (await listScheduleRows(store.db))[0]?.settledThrough.toISOString() ?? '';
    await schedulerPass(dying, START);
    await store.sql`update schedules set settled_through = ${before}, last_tick = null, last_run_id = null`;
    await schedulerPass(await process(), START + 1_000);
    expect(await messages()).toEqual([{ scheduledAt: iso(START), previousAt: null }]);
    expect(await listScheduleRows(store.db)).toMatchObject([{ lastTick: new Date(START) }]);
  });

  it('tells when to look again, and brings the tick of the run before it', async () => {
    await publish([{}]);
    const one = await process();
    expect(await schedulerPass(one, START)).toBe(START + HOUR);
    await schedulerPass(one, START + HOUR);
    expect(await messages()).toEqual([
      { scheduledAt: iso(START), previousAt: null },
      { scheduledAt: iso(START + HOUR), previousAt: iso(START) },
    ]);
  });

  it('that cannot be begun now is tried again, and the others are not kept waiting', async () => {
    await publish([{}, { node: 'other' }]);
    const { db, host } = await process();
    const failing: Pick<Host, 'start'> = {
      start: (run) => (run.node === 'hook' ? Promise.reject(new Error('Full.')) : host.start(run)),
    };
    expect(await schedulerPass({ db, host: failing, log }, START)).toBe(START + 2_000);
    expect(await messages()).toHaveLength(1);
    await schedulerPass({ db, host, log }, START + 2_000);
    expect(await messages()).toHaveLength(2);
  });
});

describe('after a stop of ten hours and a half', () => {
  const back = START + 10.5 * HOUR;

  it('"skip" begins nothing for it and goes on with the next tick', async () => {
    await publish([{ missed: 'skip' }]);
    const one = await process();
    await schedulerPass(one, START);
    expect(await schedulerPass(one, back)).toBe(START + 11 * HOUR);
    expect(await messages()).toHaveLength(1);
    await schedulerPass(one, START + 11 * HOUR);
    expect((await messages()).at(-1)).toEqual({ scheduledAt: iso(START + 11 * HOUR), previousAt: iso(START) });
  });

  it('"run-once" begins one run for all of it', async () => {
    await publish([{ missed: 'run-once' }]);
    await schedulerPass(await process(), START);
    const [a, b] = await Promise.all([process(), process()]);
    await Promise.all([a, b].map((each) => schedulerPass(each, back)));
    await schedulerPass(a, back + 1_000);
    expect(await messages()).toEqual([
      { scheduledAt: iso(START), previousAt: null },
      { scheduledAt: iso(START + 10 * HOUR), previousAt: iso(START) },
    ]);
  });
});

describe('publishing', () => {
  it('lets a schedule with the same pattern go on where it is, and begins a changed one anew', async () => {
    await publish([{ missed: 'run-once' }]);
    await store.sql`update schedules set settled_through = ${iso(START - 10 * HOUR)}`;
    await publish([{ missed: 'run-once' }]);
    expect(await listScheduleRows(store.db)).toMatchObject([
      { version: 2, settledThrough: new Date(START - 10 * HOUR) },
    ]);
    await publish([{ cron: '30 * * * *' }]);
    const [row] = await listScheduleRows(store.db);
    expect(row?.version).toBe(3);
    expect(row?.settledThrough.getTime()).toBeGreaterThan(START - 2 * HOUR);
  });

  it('without the schedule, or deleting the flow, ends it', async () => {
    await publish([{}]);
    await publish([]);
    expect(await listScheduleRows(store.db)).toEqual([]);
    await publish([{}]);
    await deleteFlow(store.db, flow.id);
    expect(await schedulerPass(await process(), START)).toBeUndefined();
    expect(await messages()).toEqual([]);
  });
});

describe('a paused flow', () => {
  it('that is paused while late ticks are being fired begins no more of them', async () => {
    await publish([{ cron: '*/10 * * * * *' }]);
    const { db, host } = await process();
    const pausing: Pick<Host, 'start'> = {
      async start(run) {
        const started = await host.start(run);
        await pauseFlow(store.db, { flowId: flow.id, ingress: 'accept', by: 'ann' });
        return started;
      },
    };
    expect(await schedulerPass({ db, host: pausing, log }, START + 50_000)).toBeUndefined();
    expect(await messages()).toHaveLength(1);
  });

  it.each([
    ['skip', 0],
    ['run-once', 1],
  ] as const)('fires nothing; at the resume its ticks count as missed, however young: %s', async (missed, runs) => {
    await publish([{ missed, cron: '* * * * * *' }]);
    const one = await process();
    await pauseFlow(store.db, { flowId: flow.id, ingress: 'accept', by: 'ann' });
    // Real time, because the resume notes the moment of the database.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await schedulerPass(one, Date.now())).toBeUndefined();
    expect(await messages()).toEqual([]);
    await resumeFlow(store.db, flow.id);
    const [row] = await listScheduleRows(store.db);
    await schedulerPass(one, row?.missedThrough?.getTime() ?? 0);
    expect(await messages()).toHaveLength(runs);
  });
});
