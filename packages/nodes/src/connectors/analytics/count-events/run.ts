import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { at, listAt, textAt } from '../../kit/read-json.ts';
import { askSearch, unreadable } from '../client.ts';
import { SYSTEM } from '../failures.ts';
import type { countIndexedEvents } from './definition.ts';

/** Kinds of events that are told apart. More are an error, not a smaller number. */
const TYPES = 1_000;

export const runCountEvents: RunNode<typeof countIndexedEvents> = async ({ params }, ctx) => {
  const { connection, index, from, until, timeZone, typeField, timeField } = params;
  for (const moment of [from, until])
    if (!z.iso.datetime({ offset: true }).safeParse(moment).success) throw noMoment(moment);
  const answer = await askSearch(ctx, { connection, index }, question({ from, until, timeZone, typeField, timeField }));
  const total = at(answer, 'hits', 'total', 'value');
  if (typeof total !== 'number') throw unreadable(false);
  const left = at(answer, 'aggregations', 'types', 'sum_other_doc_count');
  const failed = at(answer, '_shards', 'failed');
  if (at(answer, 'timed_out') === true || (failed !== undefined && failed !== 0) || left !== 0) throw incomplete();
  const counts = listAt(answer, 'aggregations', 'types', 'buckets').flatMap(daysOf);
  const sum = counts.reduce((all, { events }) => all + events, 0);
  // An event without a type stands in no bucket.
  if (sum !== total) throw incomplete();
  return { port: 'counted', value: { total, counts } };
};

/** @see https://www.elastic.co/docs/reference/aggregations/search-aggregations-bucket-datehistogram-aggregation */
function question(
  asked: Readonly<Record<'from' | 'until' | 'timeZone' | 'typeField' | 'timeField', string>>,
): JsonObject {
  const { from, until, timeZone, typeField, timeField } = asked;
  const days = {
    field: timeField,
    calendar_interval: '1d',
    time_zone: timeZone,
    format: 'yyyy-MM-dd',
    min_doc_count: 1,
  };
  return {
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: [{ range: { [timeField]: { gte: from, lt: until } } }] } },
    aggs: { types: { terms: { field: typeField, size: TYPES }, aggs: { days: { date_histogram: days } } } },
  };
}

function daysOf(bucket: Json): readonly { readonly type: string; readonly date: string; readonly events: number }[] {
  const type = textAt(bucket, 'key');
  return listAt(bucket, 'days', 'buckets').map((day) => {
    const [date, events] = [textAt(day, 'key_as_string'), at(day, 'doc_count')];
    if (type === undefined || date === undefined || typeof events !== 'number') throw unreadable(false);
    return { type, date, events };
  });
}

function noMoment(text: string): StepError {
  const message = `"${text.slice(0, 100)}" is no moment: write 2026-11-26T23:00:00Z.`;
  return new StepError({ kind: 'item', category: 'validation', code: 'analytics-range-malformed', message });
}

function incomplete(): StepError {
  const message = `${SYSTEM} could not count all events: a part of the index did not answer, or events have no type.`;
  return new StepError({ kind: 'transient', category: 'system', code: 'analytics-count-incomplete', message });
}
