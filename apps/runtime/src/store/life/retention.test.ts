import { afterAll, beforeEach, expect, it } from 'vitest';
import { readImbalances, readLedger } from '../ledger.ts';
import { auditLedger } from '../ledger-audit.ts';
import { createTestStore, type TestStore } from '../testing.ts';
import { dropEmptyPartitions } from './partitions.ts';
import { type PassOptions, retentionPass } from './pass.ts';
import { listFlowStorage, putPolicy, WORKSPACE } from './policies.ts';
import { previewRemoval } from './preview.ts';
import { idAt, storeOldRun } from './testing.ts';

let store: TestStore;
beforeEach(async () => {
  await store?.drop();
  store = await createTestStore();
});
afterAll(() => store.drop());

const pass = (options: Partial<PassOptions> = {}) =>
  retentionPass({
    sql: store.sql,
    db: store.db,
    places: new Map(),
    onRemoved: () => undefined,
    isClosing: () => false,
    rest: () => Promise.resolve(),
    ...options,
  });
const left = async () => (await store.sql<{ id: string }[]>`select id from runs order by id`).map(({ id }) => id);

it('removes done runs after their days and failed ones after theirs, and nothing where nothing was said', async () => {
  await storeOldRun(store.sql, { flowId: 'a', days: 31, status: 'done' });
  const young = await storeOldRun(store.sql, { flowId: 'a', days: 29, status: 'done' });
  const failed = await storeOldRun(store.sql, { flowId: 'a', days: 80, status: 'exception', exception: 'discarded' });
  await storeOldRun(store.sql, { flowId: 'a', days: 91, status: 'cancelled' });
  const other = await storeOldRun(store.sql, { flowId: 'b', days: 900, status: 'done' });
  await putPolicy(store.db, 'a', { doneDays: 30, failedDays: 90 }, 'ann');
  const days = { done: 30, failed: 90 };
  expect(await previewRemoval(store.db, 'a', days)).toEqual({
    done: { runs: 1, bytes: 1000 },
    failed: { runs: 1, bytes: 1000 },
  });
  expect(await pass()).toBe(2);
  expect(await left()).toEqual([other, failed, young]);
  expect(await previewRemoval(store.db, 'a', days)).toEqual({
    done: { runs: 0, bytes: 0 },
    failed: { runs: 0, bytes: 0 },
  });
});

it('a flow that says nothing goes by the workspace, and one that says "for ever" does not', async () => {
  await storeOldRun(store.sql, { flowId: 'silent', days: 10, status: 'done' });
  const kept = await storeOldRun(store.sql, { flowId: 'keeping', days: 10, status: 'done' });
  await putPolicy(store.db, WORKSPACE, { doneDays: 7 }, 'ann');
  await putPolicy(store.db, 'keeping', { doneDays: 0 }, 'ann');
  expect(await pass()).toBe(1);
  expect(await left()).toEqual([kept]);
});

it('never removes what goes on, what people work on, or what others need', async () => {
  const old = { flowId: 'a', days: 100 } as const;
  const kept = [
    await storeOldRun(store.sql, { ...old, status: 'waiting' }),
    await storeOldRun(store.sql, { ...old, status: 'queued' }),
    await storeOldRun(store.sql, { ...old, status: 'exception', exception: 'open' }),
    await storeOldRun(store.sql, { ...old, status: 'exception', exception: 'retrying' }),
  ];
  const called = await storeOldRun(store.sql, { ...old, status: 'done' });
  const caller = await storeOldRun(store.sql, { flowId: 'caller', days: 100, status: 'waiting' });
  await store.sql`insert into run_calls (run_id, node, attempt, called_run_id, port, state)
    values (${caller}, 'call', 1, ${called}, 'out', 'settled')`;
  const unmapped = await storeOldRun(store.sql, { ...old, status: 'done' });
  await store.sql`insert into unmapped_values (id, table_name, from_column, to_column, key)
    values (${unmapped}, 'carriers', 'shop', 'erp', 'UPS')`;
  await store.sql`insert into unmapped_runs (value_id, run_id, flow_id, node, went_on)
    values (${unmapped}, ${unmapped}, 'a', 'map', true)`;
  const blocking = await storeOldRun(store.sql, { ...old, status: 'exception', exception: 'discarded' });
  await store.sql`update runs set lane_state = 'turn' where id = ${blocking}`;
  const compared = await storeOldRun(store.sql, { ...old, status: 'done' });
  await store.sql`insert into lanes (flow_id, key, settings, places) values ('a', 'k', '{"dedupe":{"windowMs":60000}}', 1)`;
  await store.sql`insert into lane_runs (run_id, flow_id, key, place, digest, waiting) values (${compared}, 'a', 'k', 1, 'd', false)`;
  await putPolicy(store.db, WORKSPACE, { doneDays: 1, failedDays: 1 }, 'ann');
  expect(await pass()).toBe(0);
  expect((await left()).toSorted()).toEqual([...kept, called, caller, unmapped, blocking, compared].toSorted());

  // When the window of the lane is over and the calling run is gone, they go.
  await store.sql`update lane_runs set since = now() - interval '2 minutes'`;
  await store.sql`update runs set status = 'done', ended_at = accepted_at where id = ${caller}`;
  await store.sql`update unmapped_values set status = 'mapped'`;
  expect(await pass()).toBe(3);
  expect(await pass()).toBe(1);
  expect((await left()).toSorted()).toEqual([...kept, blocking].toSorted());
});

it('keeps the ledger balanced: what was removed counts on, in the sums of its hour', async () => {
  for (let i = 0; i < 3; i += 1) await storeOldRun(store.sql, { flowId: 'a', days: 40, status: 'done' });
  await storeOldRun(store.sql, { flowId: 'a', days: 40, status: 'done', filtered: 'Not paid.' });
  await storeOldRun(store.sql, { flowId: 'a', days: 40, status: 'exception', exception: 'discarded' });
  await storeOldRun(store.sql, { flowId: 'a', days: 40, status: 'cancelled' });
  await storeOldRun(store.sql, { flowId: 'a', days: 40, status: 'done', version: null });
  await storeOldRun(store.sql, { flowId: 'a', days: 1, status: 'done' });
  await auditLedger(store.sql);
  const before = await readLedger(store.db, {});
  expect(before).toEqual([
    {
      flowId: 'a',
      version: 1,
      accepted: 7,
      done: 4,
      filtered: 1,
      exceptions: 1,
      replayed: 0,
      cancelled: 1,
      inFlight: 0,
      missing: 0,
    },
  ]);
  await putPolicy(store.db, WORKSPACE, { doneDays: 30, failedDays: 30 }, 'ann');
  expect(await pass()).toBe(7);
  expect(await readLedger(store.db, {})).toEqual(before);
  await auditLedger(store.sql);
  expect(await readLedger(store.db, {})).toEqual(before);
  expect(await readImbalances(store.db)).toEqual([]);
  expect(await listFlowStorage(store.db, 'a')).toMatchObject([{ bytes: 1000, runs: 1, removed: 6 }]);
});

it('takes everything of a run with it, but that its message was taken', async () => {
  const { sql } = store;
  const id = await storeOldRun(sql, { flowId: 'a', days: 9, status: 'exception', exception: 'discarded' });
  await sql`insert into inbox values ('a', 'in', 'delivery-1', ${id})`;
  await sql`insert into payloads (id, run_id, bytes, body) values (gen_random_uuid(), ${id}, 2, '{}')`;
  await sql`insert into run_item_events (run_id, seq, at, item, event)
    select ${id}, 3, accepted_at, '0', '{}' from runs where id = ${id}`;
  await sql`insert into run_items (run_id, node, parent, idx, status, seq) values (${id}, 'each', '', 0, 'done', 3)`;
  await sql`insert into run_snapshots values (${id}, 3, 1, false, '{}')`;
  await sql`insert into run_fields values (${id}, 'email', 'a@b.example')`;
  await sql`insert into run_mail (run_id, id, event) values (${id}, 'm', '{}')`;
  await sql`insert into exception_comments (id, exception_id, by, text)
    select gen_random_uuid(), id, 'ann', 'Hm.' from exceptions`;
  await putPolicy(store.db, 'a', { failedDays: 7 }, 'ann');
  expect(await pass()).toBe(1);
  const tables = ['runs', 'run_events', 'run_item_events', 'run_items', 'run_snapshots', 'payloads', 'run_fields'];
  for (const table of [...tables, 'run_mail', 'exceptions', 'exception_comments', 'ledger_minutes'])
    expect([table, ...(await sql`select * from ${sql(table)}`)]).toEqual([table]);
  expect(await sql`select dedupe_key from inbox`).toEqual([{ dedupe_key: 'delivery-1' }]);
});

it('counts what a run weighs: events, large values and what items gave, written once however often it is asked for', async () => {
  const { sql, journal, workers } = store;
  const owner = await workers.register('w1', 60_000);
  const runId = idAt(Date.now());
  const event = JSON.stringify({ type: 'run.started', at: 1, node: 'in', output: { value: 'grün' } });
  const payload = (bytes: number) => ({ id: idAt(Date.now()), bytes, body: JSON.stringify('x'.repeat(bytes - 2)) });
  const run = { runId, flowId: 'a', version: 1, snapshotId: 's', test: false, keyRunId: runId, triggerNode: 'in' };
  await journal.accept({
    ...run,
    trigger: { kind: 'manual', receivedAt: 1 },
    engineVersion: 1,
    event,
    payloads: [payload(300_000)],
    queued: false,
    owner,
  });
  const step = JSON.stringify({ type: 'step.succeeded', node: 'map' });
  const large = JSON.stringify('y'.repeat(400_000));
  const item = { node: 'each', parent: '', idx: 0, status: 'done', nr: 1, output: large } as const;
  const written = {
    runId,
    owner,
    seq: 1,
    events: [step],
    payloads: [],
    items: [item],
    status: 'running',
    release: false,
  } as const;
  expect(await journal.append(written)).toEqual({ outcome: 'written' });
  expect(await journal.append(written)).toEqual({ outcome: 'repeated' });
  const which = { runId, node: 'each', parent: '', order: 'items', results: true } as const;
  const gathering = { ...which, failures: 5, maxBytes: 2 ** 30, head: '{"items":1', newId: idAt(Date.now()) };
  const gathered = await journal.gather(gathering);
  expect(await journal.gather(gathering)).toEqual(gathered);
  const weight =
    Buffer.byteLength(event) + 300_000 + step.length + large.length + ('bytes' in gathered ? gathered.bytes : 0);
  expect(await sql`select bytes from runs`).toEqual([{ bytes: weight }]);
  await auditLedger(sql);
  expect(await sql`select flow_id, bytes from flow_storage`).toEqual([{ flow_id: 'a', bytes: weight }]);
});

it('goes on where it left off, and one process at a time', async () => {
  const { sql } = store;
  await storeOldRun(sql, { flowId: 'a', days: 50, status: 'done' });
  await sql`insert into runs (id, flow_id, version, snapshot_id, status, key_run_id, trigger_node, trigger, accepted_at, ended_at, last_seq)
    select id, 'a', 1, 's', 'done', id, 'in', '{}', now() - interval '40 days', now() - interval '40 days', 1 from (
      select (left(first_run_id((extract(epoch from now())::bigint - 40 * 86400) / 60)::text, 24)
        || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(1, 1200) as n) as made`;
  await sql`insert into ledger_accepted (minute, flow_id, version, test, accepted)
    select run_minute(id), 'a', 1, false, count(*) from runs where accepted_at > now() - interval '45 days' group by 1`;
  await putPolicy(store.db, 'a', { doneDays: 30 }, 'ann');
  const other = await store.another();
  const places = new Map<string, string>();
  const batches: number[] = [];
  let meanwhile: number | undefined = -1;
  const removed = await pass({
    places,
    onRemoved: (_, runs) => batches.push(runs),
    rest: async () => {
      meanwhile = await retentionPass({
        sql: other.sql,
        db: other.db,
        places: new Map(),
        onRemoved: () => undefined,
        isClosing: () => false,
        rest: () => Promise.resolve(),
      });
    },
  });
  expect([removed, batches, meanwhile]).toEqual([1201, [500, 500, 201], undefined]);
  expect([...places.keys()]).toEqual(['done a']);
  expect(await pass({ places })).toBe(0);
});

it('drops months that are over and empty', async () => {
  const { sql } = store;
  await sql`create table run_events_2020_01 partition of run_events for values from ('2020-01-01') to ('2020-02-01')`;
  await sql`create table run_events_2020_02 partition of run_events for values from ('2020-02-01') to ('2020-03-01')`;
  await sql`insert into run_events values (gen_random_uuid(), 1, '2020-02-03', '{}')`;
  expect(await dropEmptyPartitions(sql)).toEqual(['run_events_2020_01']);
});
