import type { BusinessDates, BusinessDay, DateConflict, SystemDates } from '@lockstep/schema/api';
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

type DayRow = Pick<BusinessDay, 'date' | 'hours' | 'cases'> & { readonly begins: string; readonly ends: string };
type SystemRow = Omit<SystemDates, 'none'> & Pick<BusinessDay, 'date'>;
type ConflictRow = Omit<DateConflict, 'title'> & { readonly title: string | null; readonly total: number };
type Report = {
  readonly days: readonly DayRow[];
  readonly systems: readonly SystemRow[] | null;
  readonly conflicts: readonly ConflictRow[] | null;
};

/**
 * Cases by the business date on which they began, with what each system that made a document of them says: its first document
 * counts, by the time the system told. Days are those of the zone, as the database knows its rules.
 *
 * One statement, so one moment. Beginnings and documents are each read by their time and then joined: case by case it would be a
 * look-up for every order.
 */
export async function readBusinessDates(db: Db, { kind, timeZone, days, until }: DatesWanted): Promise<BusinessDates> {
  const zone = sql`${timeZone}::text`;
  const today = sql`(${until.toISOString()}::timestamptz at time zone ${zone})::date`;
  const [report] = await db.execute<Report>(sql`
    with span as materialized (
      select (${today} - ${days - 1}::int)::timestamp at time zone ${zone} as begins,
        (${today} + 1)::timestamp at time zone ${zone} as ends
    ),
    begun as materialized (
      select e.key, min(e.at) as at, min(e.told_at) as told_at, (min(e.at) at time zone ${zone})::date as date
      from span, case_entries e
      where e.kind = ${kind} and e.entry ->> 'type' = 'opened' and e.entry ->> 'type' in ('opened', 'document')
        and e.at >= span.begins and e.at < span.ends
      group by 1
    ),
    documents as materialized (
      select e.key, coalesce(e.entry ->> 'system', substring(e.entry ->> 'text' from '\\(([^()]+)\\)$')) as system, e.at, e.told_at
      from span, case_entries e
      where e.kind = ${kind} and e.entry ->> 'type' = 'document' and e.entry ->> 'type' in ('opened', 'document')
        -- A clock that is behind may date a document before the order.
        and e.at >= span.begins - interval '1 day'
    ),
    seen as materialized (
      select begun.key, begun.date, d.system, min(d.at) as at, min(d.told_at) as told_at,
        (min(d.at) at time zone ${zone})::date as own, min(d.at) > min(d.told_at) + ${AHEAD}::interval as ahead
      from begun join documents d using (key) where d.system is not null group by 1, 2, 3
    ),
    counts as (select date, count(*)::int as cases from begun group by 1),
    day_rows as (
      select to_char(date, 'YYYY-MM-DD') as date,
        extract(epoch from (date + 1)::timestamp at time zone ${zone} - date::timestamp at time zone ${zone}) / 3600 as hours,
        ${utc(sql`span.begins`)} as begins, ${utc(sql`span.ends`)} as ends, coalesce(counts.cases, 0) as cases
      from span cross join lateral (select ${today} - nr as date from generate_series(0, ${days - 1}::int) as nr) as dates
      left join counts using (date)
    ),
    system_rows as (
      select to_char(date, 'YYYY-MM-DD') as date, system, count(*) filter (where own = date) as same,
        count(*) filter (where own <> date) as other
      from seen group by 1, 2
    ),
    wrong as (select key, count(*) over () as total from seen group by key having bool_or(ahead or own <> date)),
    listed as (
      select wrong.key, wrong.total, begun.at, begun.told_at, begun.date
      from wrong join begun using (key) order by begun.at desc, key limit ${LISTED}
    ),
    conflict_rows as (
      select listed.key, cases.title, to_char(listed.date, 'YYYY-MM-DD') as date, ${utc(sql`listed.at`)} as at,
        ${utc(sql`listed.told_at`)} as "toldAt", listed.total, listed.at as placed,
        json_agg(json_build_object('system', seen.system, 'date', to_char(seen.own, 'YYYY-MM-DD'), 'at', ${utc(sql`seen.at`)},
          'toldAt', ${utc(sql`seen.told_at`)}, 'ahead', seen.ahead) order by seen.at, seen.system) as systems
      from listed join seen using (key) left join cases on cases.kind = ${kind} and cases.key = listed.key
      group by listed.key, cases.title, listed.date, listed.at, listed.told_at, listed.total
    )
    select
      (select json_agg(day_rows order by date desc) from day_rows) as days,
      (select json_agg(system_rows) from system_rows) as systems,
      (select json_agg(json_build_object('key', key, 'title', title, 'date', date, 'at', at, 'toldAt', "toldAt", 'total', total,
        'systems', systems) order by placed desc, key) from conflict_rows) as conflicts`);
  const { days: dayRows, systems: systemRows, conflicts } = parsed(report);
  const systems = [...new Set(systemRows.map(({ system }) => system))].sort();
  const [newest] = dayRows;
  return {
    timeZone,
    from: newest?.begins ?? until.toISOString(),
    to: newest?.ends ?? until.toISOString(),
    systems,
    days: dayRows.map((row) => dayOf(row, systems, systemRows)),
    conflicts: conflicts.map(({ total: _, title, ...row }) => ({ ...row, ...(title !== null && { title }) })),
    conflictCount: conflicts[0]?.total ?? 0,
  };
}

function parsed(report: Report | undefined) {
  const list = <T>(value: readonly T[] | string | null | undefined): readonly T[] =>
    typeof value === 'string' ? (JSON.parse(value) as readonly T[]) : (value ?? []);
  return {
    days: list<DayRow>(report?.days),
    systems: list<SystemRow>(report?.systems),
    conflicts: list<ConflictRow>(report?.conflicts),
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
