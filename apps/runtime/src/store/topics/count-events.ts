import type { EventCount, EventCounts, EventRange } from '@lockstep/schema/node';
import { iso } from '../iso.ts';
import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/**
 * Different events by topic and business date. Days are those of the time zone, whatever their length; the database knows its
 * rules. The last day is the one `until` ends, which is the day before where it is midnight. Reads the events of these days only, by their offsets.
 */
export async function countEvents(sql: Sql, { topics, until, days, timeZone }: EventRange): Promise<EventCounts> {
  const names = JSON.stringify(topics);
  const [range] = await passing(sql<{ from: string }[]>`
    select ${iso(sql, 'at')} as "from" from (
      select (date_trunc('day', (${until}::timestamptz - interval '1 microsecond') at time zone ${timeZone}) - ${days - 1} * interval '1 day')
        at time zone ${timeZone} as at) as first`);
  if (!range) throw new Error('A date gave no answer.');
  const { from } = range;
  const counts = await passing(sql<EventCount[]>`
    select e.topic, to_char(e.received_at at time zone ${timeZone}, 'YYYY-MM-DD') as date,
      count(distinct (e.key, e.event_id))::int as events
    from json_array_elements_text(${names}::text::json) as wanted (topic)
    cross join lateral topic_offset_at(wanted.topic, ${from}::timestamptz) as first (seq)
    join topic_events e on e.topic = wanted.topic and e.seq >= first.seq
      and e.received_at >= ${from}::timestamptz and e.received_at < ${until}::timestamptz
    group by 1, 2 order by 1, 2`);
  // Asked after the count: what retention takes in between is told, too.
  const gone = await passing(sql<{ name: string }[]>`
    select name from topics
    where name in (select json_array_elements_text(${names}::text::json)) and floor > 1 and newest_at >= ${from}::timestamptz
      and not exists (
        select from topic_events e where e.topic = name and e.seq = floor and e.received_at < ${from}::timestamptz)
    order by name`);
  return { from, counts: counts.map((row) => ({ ...row })), incomplete: gone.map(({ name }) => name) };
}
