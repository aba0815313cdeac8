import type { Sql } from '@lockstep/runtime/store';
import { startDatabase } from './kit/database.ts';
import { median } from './kit/figures.ts';
import { atLeast, type Finding, moreIsBetter } from './kit/finding.ts';
import { closedLoop, perSecond, takeTurns } from './kit/load.ts';
import { EFFECTS, isEffect, perform } from './kit/work.ts';
import { startLockstep } from './peers/lockstep.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const ROUNDS = 6;
const ROUND_MS = 1_500;
const IN_FLIGHT = 256;

/** Flows a second beside a million stored runs, against ten thousand: two databases of one server, in turns. */
export async function benchGrowth(): Promise<Finding[]> {
  const database = await startDatabase();
  const closers: (() => Promise<void>)[] = [database.close];
  try {
    const contenders = [];
    for (const stored of [MANY, FEW]) {
      const url = await database.another(`stored_${stored}`);
      const worker = await startLockstep(url, {
        steps: EFFECTS,
        async perform(step) {
          if (!isEffect(step)) throw new RangeError(`There is no effect ${step}.`);
          return perform(step);
        },
      });
      closers.unshift(worker.close);
      await storeEndedRuns(worker.sql, stored);
      contenders.push({ measure: () => closedLoop(worker.complete, { inFlight: IN_FLIGHT, forMs: ROUND_MS }) });
    }
    await takeTurns(contenders, 1); // warm
    const [many = [], few = []] = await takeTurns(contenders, ROUNDS);
    const row = moreIsBetter({
      name: 'flows of three effects beside 1 M stored runs',
      unit: 'flows/s',
      ours: median(many.map(perSecond)),
      baseline: median(few.map(perSecond)),
      baselineName: 'beside 10 k stored runs',
    });
    return [
      {
        row,
        meaning:
          'Two databases of one server take turns. Stored runs have ended, with four events each, spread over ten flows and the last hour.',
        budget: atLeast(0.85, row, 'no slope worth naming: at least 0.85x'),
      },
    ];
  } finally {
    for (const close of closers) await close();
  }
}

/** Runs as they are a while after they ended, the newest `agoMs` ago, written in pieces, and the statistics the planner would have by then. */
export async function storeEndedRuns(sql: Sql, count: number, agoMs = 0): Promise<void> {
  const piece = 100_000;
  for (let from = 0; from < count; from += piece) {
    await sql`
      with new as materialized (
        select lpad(to_hex((extract(epoch from now()) * 1000)::bigint - ${agoMs}::bigint - n), 12, '0') as ms, gen_random_uuid()::text as chance, n
        from generate_series(${from}::int, ${Math.min(count, from + piece) - 1}::int) as n
      ),
      begun as (
        insert into runs (id, flow_id, version, snapshot_id, status, key_run_id, trigger_node, trigger, business_key,
          accepted_at, ended_at, last_seq)
        select id, 'stored-' || n % 10, 1, 'stored', 'done', id, 'received', '{"kind":"webhook","receivedAt":1}',
          'order-' || n, now() - (${agoMs}::bigint + n * 3) * interval '1 millisecond',
          now() - (${agoMs}::bigint + n * 3) * interval '1 millisecond', 4
        from (select (left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(chance, 16, 3) || substr(chance, 19))::uuid as id, n from new) as named
        returning id, accepted_at
      )
      insert into run_events (run_id, seq, at, event)
      select id, seq, accepted_at, json_build_object('type', 'step.succeeded', 'at', 1, 'node', 'confirm', 'attempt', 1,
        'port', 'out', 'output', json_build_object('value', 'SO-4711')) from begun cross join generate_series(1, 4) as seq`;
  }
  await sql`analyze`;
}
