import type { FilterReason, LedgerImbalance, LedgerSums } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

interface LedgerRange {
  readonly flow?: string | undefined;
  /** Whole minutes since 1970: from the first, up to but without the second. */
  readonly fromMinute?: number | undefined;
  readonly toMinute?: number | undefined;
}

/** Minutes counted anew whenever the ledger is read. */
const RECENT_MINUTES = 3;

export interface LedgerEntry extends LedgerSums {
  readonly flowId: string;
  readonly version: number;
}

/**
 * What became of the messages accepted, by flow and published version; test runs are left out. One statement, so one
 * moment: a message is not accepted on one side and absent on the other.
 *
 * `accepted` is the sums made when accepting. The runs that are there are what the audit counted (their number never
 * changes once a minute is over), and for the newest minutes a count made now; those that failed, were filtered or go on
 * are counted now, each from a small index. What retention removed is in sums of its own, by the hour. Done is what is there and none of these: a run has one status.
 */
export async function readLedger(db: Db, { flow, fromMinute, toMinute }: LedgerRange): Promise<readonly LedgerEntry[]> {
  const ofFlow = flow === undefined ? sql`` : sql`and flow_id = ${flow}`;
  const since = fromMinute === undefined ? sql`` : sql`and id >= first_run_id(${fromMinute}::bigint)`;
  const until = toMinute === undefined ? sql`` : sql`and id < first_run_id(${toMinute}::bigint)`;
  const from = fromMinute === undefined ? sql`` : sql`and minute >= ${fromMinute}::bigint`;
  const to = toMinute === undefined ? sql`` : sql`and minute < ${toMinute}::bigint`;
  const rows = await db.execute<{
    flow_id: string;
    version: number;
    accepted: string | number;
    present: string | number;
    filtered: string | number;
    exceptions: string | number;
    replayed: string | number;
    cancelled: string | number;
    in_flight: string | number;
  }>(sql`
    with live as materialized (
      select least(
        extract(epoch from now())::bigint / 60 - ${RECENT_MINUTES},
        (select min(minute) from ledger_accepted),
        (select min(minute) from ledger_minutes where checked_at = '-infinity')) as minute
    ),
    counts as (
      select flow_id, version, sum(accepted)::bigint as accepted, 0::bigint as present, 0::bigint as filtered,
        0::bigint as exceptions, 0::bigint as replayed, 0::bigint as cancelled, 0::bigint as in_flight
      from ledger_minutes where version >= 0 and not test ${ofFlow} ${from} ${to} group by 1, 2
      union all
      select flow_id, version, sum(accepted), 0, 0, 0, 0, 0, 0
      from ledger_accepted where version is not null and not test ${ofFlow} ${from} ${to} group by 1, 2
      union all
      select flow_id, version, 0, sum(found), 0, 0, 0, 0, 0
      from ledger_minutes where version >= 0 and not test and minute < (select minute from live) ${ofFlow} ${from} ${to}
      group by 1, 2
      union all
      select flow_id, version, 0, count(*), 0, 0, 0, 0, 0
      from runs where version is not null and not test and id >= first_run_id((select minute from live))
        ${ofFlow} ${since} ${until} group by 1, 2
      union all
      select flow_id, version, 0, 0, count(*), 0, 0, 0, 0
      from runs where filtered is not null and version is not null and not test ${ofFlow} ${since} ${until} group by 1, 2
      union all
      select flow_id, version, 0, 0, 0, count(*) filter (where status = 'exception'), 0,
        count(*) filter (where status = 'cancelled'), 0
      from runs where status in ('exception', 'cancelled') and version is not null and not test
        ${ofFlow} ${since} ${until} group by 1, 2
      union all
      select flow_id, version, 0, 0, 0, -count(*), count(*), 0, 0
      from runs where replayed_by is not null and status = 'exception' and version is not null and not test
        ${ofFlow} ${since} ${until} group by 1, 2
      union all
      select flow_id, version, 0, 0, 0, 0, 0, 0, count(*)
      from runs where ended_at is null and version is not null and not test ${ofFlow} ${since} ${until} group by 1, 2
      union all
      select flow_id, version, sum(done + filtered + exceptions + cancelled), sum(done + filtered + exceptions + cancelled),
        sum(filtered), sum(exceptions), 0, sum(cancelled), 0
      from ledger_removed where true ${ofFlow} ${from} ${to} group by 1, 2
    )
    select flow_id, version, sum(accepted)::bigint as accepted, sum(present)::bigint as present,
      sum(filtered)::bigint as filtered, sum(exceptions)::bigint as exceptions, sum(replayed)::bigint as replayed, sum(cancelled)::bigint as cancelled,
      sum(in_flight)::bigint as in_flight
    from counts group by 1, 2 order by 1, 2`);
  return rows.map((row) => {
    const { flow_id: flowId, version } = row;
    const [accepted, present, filtered] = [Number(row.accepted), Number(row.present), Number(row.filtered)];
    const [exceptions, cancelled, inFlight] = [Number(row.exceptions), Number(row.cancelled), Number(row.in_flight)];
    const replayed = Number(row.replayed);
    const done = present - filtered - exceptions - replayed - cancelled - inFlight;
    return {
      flowId,
      version,
      accepted,
      done,
      filtered,
      exceptions,
      replayed,
      cancelled,
      inFlight,
      missing: accepted - present,
    };
  });
}

/** At most this many reasons of a flow are told apart. */
const REASONS = 20;

/** Why messages of published versions were filtered out, by flow, most frequent first. */
export async function readFilterReasons(
  db: Db,
  { flow, fromMinute, toMinute }: LedgerRange,
): Promise<ReadonlyMap<string, readonly FilterReason[]>> {
  const rows = await db.execute<{ flow_id: string; reason: string; n: string | number }>(sql`
    select flow_id, filtered as reason, count(*) as n from runs
    where filtered is not null and version is not null and not test
      ${flow === undefined ? sql`` : sql`and flow_id = ${flow}`}
      ${fromMinute === undefined ? sql`` : sql`and id >= first_run_id(${fromMinute}::bigint)`}
      ${toMinute === undefined ? sql`` : sql`and id < first_run_id(${toMinute}::bigint)`}
    group by 1, 2 order by 3 desc, 2`);
  const byFlow = new Map<string, FilterReason[]>();
  for (const { flow_id, reason, n } of rows) {
    const reasons = byFlow.get(flow_id) ?? [];
    if (reasons.length < REASONS) reasons.push({ reason, count: Number(n) });
    byFlow.set(flow_id, reasons);
  }
  return byFlow;
}

/** Names of the flows that have one. */
export async function flowNames(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.execute<{ id: string; name: string }>(sql`select id, name from flows`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type FoundImbalance = Omit<LedgerImbalance, 'flowName'>;

/** At most this many places are told of. */
const IMBALANCES = 100;

/** What the audit found wrong and has not found in order since; failed runs without an exception are looked for now. */
export async function readImbalances(db: Db): Promise<readonly FoundImbalance[]> {
  const wrong = await db.execute<{
    flow_id: string;
    minute: string | number;
    accepted: string | number;
    found: string | number;
  }>(sql`
    select flow_id, minute, sum(accepted) as accepted, sum(found) as found from ledger_minutes where accepted <> found
    group by 1, 2 order by minute desc, flow_id limit ${IMBALANCES}`);
  const unseen = await db.execute<{ flow_id: string; failed: string | number; shown: string | number }>(sql`
    with unseen as (
      select flow_id, count(*) as n from runs
      where status = 'exception' and replayed_by is null and not exists (select from exceptions where exceptions.run_id = runs.id)
      group by 1
    )
    select flow_id, failed, failed - n as shown from unseen cross join lateral (
      select count(*) as failed from runs where runs.flow_id = unseen.flow_id and status = 'exception') as all_failed`);
  return [
    ...wrong.map(({ flow_id, minute, accepted, found }) => ({
      kind: 'runs' as const,
      flowId: flow_id,
      minute: new Date(Number(minute) * 60_000).toISOString(),
      expected: Number(accepted),
      found: Number(found),
    })),
    ...unseen.map(({ flow_id, failed, shown }) => ({
      kind: 'exceptions' as const,
      flowId: flow_id,
      expected: Number(failed),
      found: Number(shown),
    })),
  ];
}
