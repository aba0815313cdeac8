import { setTimeout as sleep } from 'node:timers/promises';
import { previewRemoval, retentionPass, type Sql, type Store } from '@lockstep/runtime/store';
import { storeEndedRuns } from './growth.ts';
import { startDatabase } from './kit/database.ts';
import { percentile } from './kit/figures.ts';
import { below, type Finding, lessIsBetter, moreIsBetter } from './kit/finding.ts';
import { allLatencies, closedLoop, medianRate, takeTurns } from './kit/load.ts';
import { startLockstep } from './peers/lockstep.ts';

const STORED = 300_000;
const DAY_MS = 86_400_000;
const ROUNDS = 4;
const ROUND_MS = 3_000;
const IN_FLIGHT = 64;

/** Accepts while retention removes runs, against accepts while it does not; how fast it removes; what is left of the files. */
export async function benchRetention(): Promise<Finding[]> {
  const database = await startDatabase();
  const worker = await startLockstep(database.url, { steps: [], perform: () => Promise.reject(new Error('no steps')) });
  try {
    const { store } = database;
    await storeEndedRuns(store.sql, STORED, 3 * DAY_MS);
    await letThemGo(store.sql);
    const counted = await timed(() => previewRemoval(store.db, 'stored-3', { done: 1, failed: 0 }));
    const before = await megabytes(store.sql);
    const removal = { runs: 0, ms: 0 };
    const accepts = () => closedLoop(worker.complete, { inFlight: IN_FLIGHT, forMs: ROUND_MS });
    const beside = async () => {
      let over = false;
      const removing = remove(store, removal, () => over);
      const load = await accepts();
      over = true;
      await removing;
      return load;
    };
    await accepts(); // warm
    const [removing, quiet] = await takeTurns([{ measure: beside }, { measure: accepts }], ROUNDS);
    const beside99 = percentile(allLatencies(removing), 0.99);
    const quiet99 = percentile(allLatencies(quiet), 0.99);
    const perSecond = (removal.runs / removal.ms) * 1000;
    await remove(store, { runs: 0, ms: 0 }, () => false); // the rest
    const [left] = await store.sql<{ n: number }[]>`select count(*)::int as n from runs where flow_id like 'stored-%'`;
    if (left?.n !== 0) throw new Error(`${left?.n} runs were left.`);
    await store.sql`vacuum runs`;
    const growth = await regrown(store.sql);
    const how = `Runs of four events that ended three days ago, ${STORED.toLocaleString('en-GB')} of them in ten flows; half of the time it rests.`;
    return [
      {
        row: moreIsBetter({
          name: 'messages accepted and done while runs are removed',
          unit: 'flows/s',
          ours: medianRate(removing),
          baseline: medianRate(quiet),
          baselineName: 'while none are',
        }),
        meaning: `${IN_FLIGHT} callers, flows without a step. ${how}`,
      },
      {
        row: lessIsBetter({
          name: 'accept and end while runs are removed, p99',
          unit: 'ms',
          ours: beside99,
          baseline: quiet99,
          baselineName: 'while none are',
        }),
        meaning: 'The same rounds.',
      },
      {
        row: moreIsBetter({
          name: 'runs removed beside full load',
          unit: 'runs/s',
          ours: perSecond,
          baseline: 100,
          baselineName: '8.6 M runs a day',
        }),
        meaning: `By one process. ${how}`,
      },
      below(2_000, {
        name: 'count of what a shorter retention removes',
        unit: 'ms',
        ours: counted,
        meaning: `30,000 runs of one flow among ${STORED.toLocaleString('en-GB')}.`,
      }),
      {
        row: lessIsBetter({
          name: 'tables after as many runs were stored again',
          unit: 'MB',
          ours: growth,
          baseline: before,
          baselineName: 'the first time',
        }),
        meaning:
          'Size of `runs` and the partitions of `run_events` with their indexes: deleted rows leave their room to new ones.',
      },
    ];
  } finally {
    await worker.close();
    await database.close();
  }
}

/** Flows that keep their runs for a day, and the part of the ledger that their runs have. */
async function letThemGo(sql: Sql): Promise<void> {
  await sql`insert into flows (id, name) select 'stored-' || n, 'stored' from generate_series(0, 9) as n`;
  await sql`insert into flow_policies (flow_id, done_days, changed_by) values ('*', 1, 'bench')`;
  await sql`insert into ledger_accepted (minute, flow_id, version, test, accepted)
    select run_minute(id), flow_id, version, test, count(*) from runs where flow_id like 'stored-%' group by 1, 2, 3, 4`;
}

async function remove(store: Store, sum: { runs: number; ms: number }, isClosing: () => boolean): Promise<void> {
  const from = performance.now();
  await retentionPass({
    sql: store.sql,
    db: store.db,
    places: new Map(),
    onRemoved(_, runs) {
      sum.runs += runs;
    },
    isClosing,
    rest: async (tookMs) => void (await sleep(Math.max(20, tookMs))),
  });
  sum.ms += performance.now() - from;
}

async function regrown(sql: Sql): Promise<number> {
  const events = await sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'run_events'::regclass`;
  for (const { name } of events) await sql.unsafe(`vacuum ${name}`);
  await storeEndedRuns(sql, STORED, 2 * DAY_MS);
  return megabytes(sql);
}

async function megabytes(sql: Sql): Promise<number> {
  const [row] = await sql<{ mb: number }[]>`
    select (pg_total_relation_size('runs') + (select sum(pg_total_relation_size(inhrelid)) from pg_inherits
      where inhparent = 'run_events'::regclass))::float8 / 1048576 as mb`;
  return row?.mb ?? 0;
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await task();
  return performance.now() - from;
}
