import { z } from 'zod';
import { isObject, type JsonValue, readJson } from '../../../simulators/kit/exchange.ts';

/** What a search is understood of: how many fit a range, by keyword and calendar day. */
export const Search = z.strictObject({
  size: z.literal(0),
  track_total_hits: z.literal(true),
  query: z.strictObject({
    bool: z.strictObject({
      filter: z.tuple([
        z.strictObject({ range: z.record(z.string(), z.strictObject({ gte: z.string(), lt: z.string() })) }),
      ]),
    }),
  }),
  aggs: z.strictObject({
    types: z.strictObject({
      terms: z.strictObject({ field: z.string(), size: z.int().min(1).max(65_536) }),
      aggs: z.strictObject({
        days: z.strictObject({
          date_histogram: z.strictObject({
            field: z.string(),
            calendar_interval: z.literal('1d'),
            time_zone: z.string(),
            format: z.literal('yyyy-MM-dd'),
            min_doc_count: z.literal(1),
          }),
        }),
      }),
    }),
  }),
});
export type Search = z.infer<typeof Search>;

export interface Asked {
  readonly id: string;
  readonly document: { readonly [key: string]: JsonValue };
  readonly bytes: number;
}

/** The pairs of lines of a bulk body, or what is wrong with it and in which line. Of the actions `create` is played. */
export function readBulk(body: Buffer): readonly Asked[] | string {
  const text = body.toString('utf8');
  if (!text.endsWith('\n')) return 'The bulk request must be terminated by a newline [\\n]';
  const lines = text.slice(0, -1).split('\n');
  const asked: Asked[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const [action, source] = [lines[at], lines[at + 1]].map((line) => readJson(Buffer.from(line ?? '')));
    const create = isObject(action) ? action.create : undefined;
    const id = isObject(create) ? create._id : undefined;
    if (typeof id !== 'string') return `Malformed action/metadata line [${at + 1}], expected a create with an _id`;
    if (!isObject(source)) return `Malformed content, found extra data or none behind line [${at + 1}]`;
    asked.push({ id, document: source, bytes: Buffer.byteLength(lines[at + 1] ?? '') });
  }
  return asked;
}
