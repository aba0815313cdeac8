import type { Entity, EntitySet } from './entity.ts';
import { ODataError } from './error.ts';
import { compareValues, parseFilter } from './filter.ts';
import type { Expand, Shape } from './render.ts';

/** One page of a collection. */
export interface Page {
  readonly entities: readonly Entity[];
  /** All that pass the filter, where the caller asked for `$inlinecount=allpages`. */
  readonly count?: number;
  /** `$skiptoken` of the next page, where the server cut the answer. */
  readonly skipToken?: string;
}

/** Filters, orders and cuts a collection. `pageSize` is the server's own limit, for callers that set none. */
export function queryPage(all: readonly Entity[], set: EntitySet, query: URLSearchParams, pageSize: number): Page {
  const filter = query.get('$filter');
  const found = filter === null ? [...all] : all.filter(parseFilter(filter, set));
  const ordered = order(found, set, query.get('$orderby'));
  const from = (count(query, '$skip') ?? 0) + (count(query, '$skiptoken') ?? 0);
  const top = count(query, '$top');
  const entities = ordered.slice(from, from + (top ?? pageSize));
  const more = top === undefined && from + pageSize < ordered.length;
  return {
    entities,
    ...(query.get('$inlinecount') === 'allpages' ? { count: ordered.length } : {}),
    ...(more ? { skipToken: String(from + pageSize) } : {}),
  };
}

/** What `$select` and `$expand` ask for. */
export function readShape(set: EntitySet, query: URLSearchParams): Shape {
  const expand = readExpand(set, query.get('$expand'));
  const select = query.get('$select');
  if (select === null) return { expand };
  const names = split(select);
  for (const name of names) {
    const [first = ''] = name.split('/');
    const known = first === '*' || first in set.navigations || set.fields.some((field) => field.name === first);
    if (!known) throw new ODataError(400, '/IWBEP/CM_MGW_RT/020', `Resource not found for the segment '${first}'.`);
  }
  return names.includes('*') ? { expand } : { expand, select: names };
}

function readExpand(set: EntitySet, text: string | null): Expand {
  const root = new Map<string, Expand>();
  for (const path of split(text ?? '')) {
    let level = root;
    let owner = set;
    for (const step of path.split('/')) {
      const next = owner.navigations[step];
      if (!next) throw new ODataError(400, '/IWBEP/CM_MGW_RT/020', `Resource not found for the segment '${step}'.`);
      const inner: Map<string, Expand> = new Map(level.get(step));
      level.set(step, inner);
      level = inner;
      owner = next;
    }
  }
  return root;
}

function order(entities: Entity[], set: EntitySet, text: string | null): readonly Entity[] {
  const criteria = split(text ?? '').map((criterion) => {
    const [name, direction = 'asc'] = criterion.split(/\s+/);
    const field = set.fields.find((candidate) => candidate.name === name);
    if (!field || !['asc', 'desc'].includes(direction)) {
      throw new ODataError(400, '/IWBEP/CM_MGW_RT/021', `Property ${name} not found in type ${set.name}Type`);
    }
    return { field, sign: direction === 'desc' ? -1 : 1 };
  });
  return entities.sort((a, b) => {
    for (const { field, sign } of criteria) {
      const found = compareValues(field.type, a.values[field.name] ?? null, b.values[field.name] ?? null);
      if (found !== 0) return sign * found;
    }
    return 0;
  });
}

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ODataError(400, '/IWFND/CM_MGW/005', `Invalid value '${text}' for ${name}`);
  return Number(text);
}

function split(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
