import type { RunNode } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { equalFilter, recordPath, setNamed } from '../addresses.ts';
import { type ODataService, openODataService } from '../client.ts';
import { unfit, unreadable } from '../failures.ts';
import { fromWire, type PlainRecord, pageOf, recordOf } from '../from-wire.ts';
import type { EntitySet } from '../model.ts';
import type { readODataRecords } from './definition.ts';

export const runReadODataRecords: RunNode<typeof readODataRecords> = async ({ params }, ctx) => {
  const service = await openODataService(ctx, params.connection, params.service);
  const set = setNamed(service.model, params.set);
  if ('wrong' in set) throw unfit('flow', set.wrong);
  const shape = {
    $select: params.select?.replaceAll(' ', '') || null,
    $expand: params.expand?.replaceAll(' ', '') || null,
  };
  const found =
    params.key === undefined
      ? await readAll(service, set, {
          query: { $filter: filterOf(service, set, params), ...shape, $orderby: params.orderBy || null },
          options: params.options,
          maxRecords: params.maxRecords,
        })
      : await readOne(service, set, { key: params.key, shape, options: params.options });
  ctx.log('debug', `${found.records.length} records of ${set.name}.`);
  return { port: found.records.length === 0 ? 'none' : 'out', value: { ...found, records: [...found.records] } };
};

interface Found {
  readonly records: readonly PlainRecord[];
  readonly complete: boolean;
}

async function readOne(
  { model, get }: ODataService,
  set: EntitySet,
  {
    key,
    shape,
    options,
  }: {
    readonly key: Json;
    readonly shape: Readonly<Record<string, string | null>>;
    readonly options?: string | undefined;
  },
): Promise<Found> {
  const path = recordPath(model, set, key);
  if (typeof path !== 'string') throw unfit('item', path.wrong);
  const body = await get(withOptions(withQuery(path, shape), options));
  if (body === undefined) return { records: [], complete: true };
  const record = recordOf(model, body);
  if (!record) throw unreadable(false);
  return { records: [fromWire(model, set.type, record)], complete: true };
}

async function readAll(
  { model, get, next }: ODataService,
  set: EntitySet,
  {
    query,
    options,
    maxRecords,
  }: {
    readonly query: Readonly<Record<string, string | null>>;
    readonly options?: string | undefined;
    readonly maxRecords: number;
  },
): Promise<Found> {
  const records: JsonObject[] = [];
  const seen = new Set<string>();
  let body = await get(withOptions(withQuery(set.name, query), options));
  for (;;) {
    const page = pageOf(model, body);
    if (!page) throw unreadable(false);
    records.push(...page.records);
    const more = page.next;
    if (more === undefined || records.length >= maxRecords) {
      const complete = more === undefined && records.length <= maxRecords;
      return { records: records.slice(0, maxRecords).map((one) => fromWire(model, set.type, one)), complete };
    }
    // A next page that leads back would go on for ever.
    if (seen.has(more)) throw unreadable(false);
    seen.add(more);
    body = await next(more);
  }
}

function filterOf(
  { model }: ODataService,
  set: EntitySet,
  { where, filter }: { readonly where?: Json | undefined; readonly filter?: string | undefined },
): string | null {
  const written = filter === undefined || filter.trim() === '' ? [] : [`(${filter})`];
  if (where === undefined || where === null) return written[0] ?? null;
  if (!isObject(where)) throw unfit('item', '"Where" must be an object: fields and the values they must have.');
  const equal = equalFilter(model, set, where);
  if (typeof equal !== 'string') throw unfit('item', equal.wrong);
  return [...(equal === '' ? [] : [equal]), ...written].join(' and ') || null;
}

function withOptions(path: string, options: string | undefined): string {
  if (options === undefined || options === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${options.replace(/^[?&]/, '')}`;
}
