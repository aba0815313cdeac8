import type { JsonValue } from '../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Asked, Search } from './asked.ts';

type Fields = Readonly<Record<string, string | number | boolean>>;

interface Indexed {
  readonly fields: Fields;
  /** Epoch milliseconds from which a search finds it. */
  readonly visibleAt: number;
}

/** What an index holds: of each document its scalar fields, and the newest of them whole. */
export function createDocuments(keep: number) {
  const indexed = keepLast<string, Indexed>(keep);
  const newest = keepLast<string, Readonly<Record<string, JsonValue>>>(Math.min(keep, 1_000));
  return {
    has: (id: string): boolean => indexed.get(id) !== undefined,
    add({ id, document }: Asked, visibleAt: number): void {
      indexed.set(id, { fields: scalarsOf(document), visibleAt });
      newest.set(id, { _id: id, ...document });
    },
    get size(): number {
      return indexed.size;
    },
    newest: () => newest.values(),
    /** Documents by the value of one field, whether a search finds them yet or not. */
    countBy(field: string): Readonly<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const { fields } of indexed.values())
        counts[String(fields[field])] = (counts[String(fields[field])] ?? 0) + 1;
      return counts;
    },
    search(asked: Search, now: number): object {
      const { terms, aggs } = asked.aggs.types;
      const { field, time_zone: timeZone } = aggs.days.date_histogram;
      const [[timeField, range]] = Object.entries(asked.query.bool.filter[0].range) as [
        [string, { readonly gte: string; readonly lt: string }],
      ];
      const [from, until] = [Date.parse(range.gte), Date.parse(range.lt)];
      const found = indexed.values().filter(({ fields, visibleAt }) => {
        const at = Date.parse(String(fields[timeField]));
        return visibleAt <= now && at >= from && at < until;
      });
      const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
      const types = new Map<string, Map<string, number>>();
      for (const { fields } of found) {
        const type = fields[terms.field];
        if (type === undefined) continue;
        const days = types.get(String(type)) ?? new Map<string, number>();
        types.set(String(type), days);
        const day = dayOf.format(Date.parse(String(fields[field])));
        days.set(day, (days.get(day) ?? 0) + 1);
      }
      const all = [...types].map(([key, days]) => bucketOf(key, days)).sort((a, b) => b.doc_count - a.doc_count);
      return {
        took: 1,
        timed_out: false,
        _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
        hits: { total: { value: found.length, relation: 'eq' }, max_score: null, hits: [] },
        aggregations: {
          types: {
            doc_count_error_upper_bound: 0,
            sum_other_doc_count: all.slice(terms.size).reduce((sum, { doc_count: n }) => sum + n, 0),
            buckets: all.slice(0, terms.size),
          },
        },
      };
    },
  };
}

function bucketOf(key: string, days: ReadonlyMap<string, number>) {
  const buckets = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, count]) => ({ key_as_string: day, key: Date.parse(day), doc_count: count }));
  return { key, doc_count: buckets.reduce((sum, { doc_count: n }) => sum + n, 0), days: { buckets } };
}

function scalarsOf(document: Asked['document']): Fields {
  const scalars = Object.entries(document).filter(([, value]) => value !== null && typeof value !== 'object');
  return Object.fromEntries(scalars) as Fields;
}
