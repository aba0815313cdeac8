import type { Json } from '../run/json.ts';
import { type CustomerField, refText, type SourceRef } from './fields.ts';
import { addPoint, order } from './history.ts';
import { bumped, mergeRecords } from './merge.ts';
import { matchKeys, tidyValue } from './normalise.ts';
import { type CustomerRecord, type CustomerSource, emptyRecord, type KeySets, type Telling } from './record.ts';
import type { CustomerRules } from './rules.ts';
import { type CustomerChange, type LoggedEntry, settle } from './settle.ts';

/** What a telling meets. */
export interface Surroundings {
  /**
   * Records that hold the source, that share a key with the telling, or that the number told leads to; none of them merged into
   * another one.
   */
  readonly known: readonly CustomerRecord[];
  /** Number of the record that the number told leads to, through all merges. */
  readonly numbered?: string | undefined;
  /** Number of a record that has to be made. */
  readonly newId: () => string;
  readonly rules: CustomerRules;
  readonly now: string;
}

/** By how a match is found, the strongest first. */
const KINDS = ['email', 'phone', 'nameAddress'] as const;
export const KEY_WORDS = {
  email: 'e-mail address',
  phone: 'telephone number',
  nameAddress: 'name and address',
} as const;

/**
 * Takes what one system tells. Told twice, or after something newer, it leaves the same record.
 *
 * Whose record it is: that which holds the source already; else that whose number the system bears; else one that shares a key that
 * merges; else a new one. Records that turn out to share such a key become one, the oldest, unless a person took them apart.
 */
export function tellCustomer(telling: Telling, { known, numbered, newId, rules, now }: Surroundings): CustomerChange {
  const byAge = [...known].sort(olderFirst);
  const holder = byAge.find((record) => sourceIn(record, telling));
  const told = asSource(telling, sourceIn(holder, telling));
  const matches = byAge.flatMap((record) => {
    const why = record === holder ? undefined : sharedKey(record, told.keys, rules);
    return why === undefined ? [] : [{ record, why }];
  });
  const byNumber = byAge.find(({ id }) => id === numbered);
  const before = holder ?? byNumber ?? matches[0]?.record;
  const start = before ?? emptyRecord(newId(), now);
  const entries: LoggedEntry[] = [];
  const source = { system: telling.system, id: telling.id };
  if (!before) entries.push({ customer: start.id, entry: { type: 'made', source } });
  else if (!holder) {
    const why = before === byNumber ? 'number' : matches[0]?.why;
    entries.push({ customer: start.id, entry: { type: 'linked', source, ...(why !== undefined && { why }) } });
  }
  const { [telling.system]: _made, ...made } = start.made;
  const adopted = holder ? told : adopt(told, start);
  const others = start.sources.filter((each) => refText(each) !== refText(telling));
  const linked: CustomerRecord = {
    ...start,
    sources: [...others, adopted].sort(bySource),
    ...(!holder && { made }),
  };
  const { record, absorbed, log } = absorb(linked, matches, now);
  const survivor = known.find(({ id }) => id === record.id);
  const settled = settle(survivor, record, { rules, now });
  const isJoined = survivor && (absorbed.length > 0 || !holder);
  return {
    settled: isJoined ? { ...settled.settled, record: bumped(settled.settled.record, survivor, now) } : settled.settled,
    others: absorbed.map((each) => asMerged(each, now)),
    entries: [...entries, ...log, ...settled.entries],
  };
}

/** Puts together what shares a key, the younger into the older, unless a person took them apart. */
function absorb(
  start: CustomerRecord,
  matches: readonly { readonly record: CustomerRecord; readonly why: string }[],
  now: string,
) {
  let record = start;
  const absorbed: CustomerRecord[] = [];
  const log: LoggedEntry[] = [];
  for (const { record: other, why } of matches) {
    if (other.id === start.id || other.apart.includes(record.id) || record.apart.includes(other.id)) continue;
    const [into, from] = olderFirst(other, record) < 0 ? [other, record] : [record, other];
    const merged = mergeRecords(into, from, now);
    log.push({ customer: into.id, entry: { type: 'merged', other: from.id, why } });
    log.push({ customer: from.id, entry: { type: 'merged', other: into.id, why } });
    absorbed.push(merged.from);
    record = merged.into;
  }
  return { record, absorbed, log };
}

/** A record that is another one now says nothing any more. */
function asMerged(record: CustomerRecord, now: string): CustomerChange['settled'] {
  const after = { ...record, version: record.version + 1, updatedAt: now };
  return { record: after, golden: {}, decisions: [], changed: [], writes: [], blocked: [] };
}

/** Which keys a telling has, so that whoever keeps the records can look for others with them. */
export function keysOfTelling(telling: Telling): KeySets {
  return asSource(telling, undefined).keys;
}

/** `C-2` before `C-10`. */
export function olderFirst(one: Pick<CustomerRecord, 'id'>, other: Pick<CustomerRecord, 'id'>): number {
  return one.id.length - other.id.length || order(one.id, other.id);
}

/** The strongest key that both have and that merges. */
export function sharedKey(record: CustomerRecord, keys: KeySets, rules: CustomerRules): string | undefined {
  const kind = KINDS.find(
    (each) =>
      rules.matching[each] === 'merge' &&
      record.sources.some((source) => source.keys[each].some((key) => keys[each].includes(key))),
  );
  return kind && KEY_WORDS[kind];
}

function sourceIn(record: CustomerRecord | undefined, ref: SourceRef): CustomerSource | undefined {
  return record?.sources.find((each) => refText(each) === refText(ref));
}

function asSource({ system, id, at, values }: Telling, known: CustomerSource | undefined): CustomerSource {
  const atMs = Date.parse(at);
  const told = Object.entries(values) as (readonly [CustomerField, Json])[];
  const tidy = told.map(([field, value]) => [field, tidyValue(field, value)] as const);
  const fields = { ...known?.fields };
  for (const [field, value] of tidy) fields[field] = addPoint(fields[field], atMs, value);
  const more = matchKeys(Object.fromEntries(tidy));
  const union = (kind: keyof KeySets) => [...new Set([...(known?.keys[kind] ?? []), ...more[kind]])].sort(order);
  return {
    system,
    id,
    fields,
    keys: { email: union('email'), phone: union('phone'), nameAddress: union('nameAddress') },
    ...(known?.blocked && { blocked: known.blocked }),
  };
}

/** A record that was made by our writing: what it shows of that is an echo. */
function adopt(source: CustomerSource, { made }: CustomerRecord): CustomerSource {
  const ours = made[source.system];
  if (!ours) return source;
  const fields = { ...source.fields };
  for (const [field, history] of Object.entries(ours) as (readonly [
    CustomerField,
    (typeof ours)['email'] & object,
  ])[]) {
    fields[field] = { points: fields[field]?.points ?? [], sent: history.sent };
  }
  return { ...source, fields };
}

const bySource = (one: SourceRef, other: SourceRef): number =>
  order(one.system, other.system) || order(one.id, other.id);
