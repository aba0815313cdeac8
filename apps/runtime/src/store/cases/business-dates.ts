import type { BusinessDates, BusinessDay, DateConflict } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

export interface DatesWanted {
  readonly kind: string;
  readonly timeZone: string;
  /** Business days, that of `until` among them. */
  readonly days: number;
  readonly until: Date;
}

/** Conflicts that are listed; all are counted. */
const LISTED = 100;
/** A clock this much ahead is told of; below it is the way of the message. */
const AHEAD = '5 seconds';

type DayRow = {
  readonly date: string;
  readonly hours: number;
  readonly begins: string;
  readonly ends: string;
  readonly cases: number;
};
type SystemRow = { readonly date: string; readonly system: string; readonly same: number; readonly other: number };
type ConflictRow = Omit<DateConflict, 'title'> & { readonly title: string | null; readonly total: number };

/**
 * Cases by the business date on which they began, with what each system that made a document of them says: its first document
 * counts, by the time the system told. Days are those of the zone, as the database knows its rules.
 */
export async function readBusinessDates(db: Db, { kind, timeZone, days, until }: DatesWanted): Promise<BusinessDates> {
  const zone = sql`${timeZone}::text`;
  const today = sql`(${until.toISOString()}::timestamptz at time zone ${zone})::date`;
  const span = sql`
    span as materialized (
      select (${today} - ${days - 1}::int)::timestamp at time zone ${zone} as begins, (${today} + 1)::timestamp at time zone ${zone} as ends
    ),
    begun as materialized (
      select e.key, min(e.at) as at, min(e.told_at) as told_at
      from case_entries e, span
      where e.kind = ${kind} and e.entry ->> 'type' = 'opened' and e.at >= span.begins and e.at < span.ends group by 1
    ),
    seen as materialized (
      select begun.key, coalesce(e.entry ->> 'system', substring(e.entry ->> 'text' from '\\(([^()]+)\\)$')) as system,
        (begun.at at time zone ${zone})::date as date, min(e.at) as at, min(e.told_at) as told_at
      from begun join case_entries e on e.kind = ${kind} and e.key = begun.key and e.entry ->> 'type' = 'document'
      group by 1, 2, 3
    )`;
  const [dayRows, systemRows, conflictRows] = await Promise.all([
    db.execute<DayRow>(sql`
      with ${span},
      dates as (select ${today} - nr as date from generate_series(0, ${days - 1}::int) as nr)
      select to_char(date, 'YYYY-MM-DD') as date,
        (extract(epoch from (date + 1)::timestamp at time zone ${zone} - date::timestamp at time zone ${zone}) / 3600)::float8 as hours,
        ${utc(sql`span.begins`)} as begins, ${utc(sql`span.ends`)} as ends,
        (select count(*)::int from begun where (begun.at at time zone ${zone})::date = date) as cases
      from dates, span order by dates.date desc`),
    db.execute<SystemRow>(sql`
      with ${span}
      select to_char(date, 'YYYY-MM-DD') as date, system,
        count(*) filter (where (at at time zone ${zone})::date = date)::int as same,
        count(*) filter (where (at at time zone ${zone})::date <> date)::int as other
      from seen where system is not null group by 1, 2 order by 1, 2`),
    db.execute<ConflictRow>(sql`
      with ${span},
      told as (
        select *, at > told_at + ${AHEAD}::interval as ahead, (at at time zone ${zone})::date as own from seen where system is not null
      ),
      wrong as (select key from told group by key having bool_or(ahead or own <> date))
      select begun.key, cases.title, to_char(begun.at at time zone ${zone}, 'YYYY-MM-DD') as date, ${utc(sql`begun.at`)} as at,
        ${utc(sql`begun.told_at`)} as "toldAt", count(*) over ()::int as total,
        (select json_agg(json_build_object('system', system, 'date', to_char(own, 'YYYY-MM-DD'), 'at', ${utc(sql`told.at`)},
          'toldAt', ${utc(sql`told.told_at`)}, 'ahead', ahead) order by told.at, system) from told where told.key = begun.key) as systems
      from wrong join begun using (key) left join cases on cases.kind = ${kind} and cases.key = begun.key
      order by begun.at desc, begun.key limit ${LISTED}`),
  ]);
  const systems = [...new Set(systemRows.map(({ system }) => system))].sort();
  const [newest] = dayRows;
  return {
    timeZone,
    from: newest?.begins ?? until.toISOString(),
    to: newest?.ends ?? until.toISOString(),
    systems,
    days: dayRows.map((row) => dayOf(row, systems, systemRows)),
    conflicts: conflictRows.map(({ total: _, title, ...row }) => ({ ...row, ...(title !== null && { title }) })),
    conflictCount: conflictRows[0]?.total ?? 0,
  };
}

function dayOf({ date, hours, cases }: DayRow, systems: readonly string[], rows: readonly SystemRow[]): BusinessDay {
  return {
    date,
    hours: Number(hours),
    cases,
    systems: systems.map((system) => {
      const { same = 0, other = 0 } = rows.find((row) => row.date === date && row.system === system) ?? {};
      return { system, same, other, none: cases - same - other };
    }),
  };
}

/** ISO 8601 in UTC, to the millisecond. */
function utc(moment: ReturnType<typeof sql>) {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
