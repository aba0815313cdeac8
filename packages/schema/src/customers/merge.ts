import { refText, type SourceRef } from './fields.ts';
import { order } from './history.ts';
import type { CustomerRecord, FieldHistories } from './record.ts';
import type { CustomerRules } from './rules.ts';
import { type CustomerChange, type LoggedEntry, type Settled, settle } from './settle.ts';

/** Puts one record into another: both as they are then. What came from where is remembered, so that it can be taken apart. */
export function mergeRecords(
  into: CustomerRecord,
  from: CustomerRecord,
  now: string,
): { readonly into: CustomerRecord; readonly from: CustomerRecord } {
  const taken = new Set(into.choices.map(({ field }) => field));
  const made: Record<string, FieldHistories> = { ...from.made, ...into.made };
  const merged: CustomerRecord = {
    ...into,
    sources: [...into.sources, ...from.sources].sort(
      (one, other) => order(one.system, other.system) || order(one.id, other.id),
    ),
    made,
    // What was decided for the record that stays counts; the other's fills what nobody decided there.
    choices: [...into.choices, ...from.choices.filter(({ field }) => !taken.has(field))],
    mergers: [
      ...into.mergers,
      {
        id: from.id,
        sources: from.sources.map(({ system, id }) => ({ system, id })),
        choices: from.choices,
        at: now,
      },
    ],
    apart: [...new Set([...into.apart, ...from.apart])].filter((id) => id !== into.id && id !== from.id).sort(order),
  };
  return { into: merged, from: { ...from, sources: [], choices: [], mergedInto: into.id } };
}

interface How {
  readonly rules: CustomerRules;
  readonly now: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

/** A person says that two records are one. What was taken apart before may be put together so. */
export function mergeCustomers(into: CustomerRecord, from: CustomerRecord, how: How): CustomerChange {
  const merged = mergeRecords(into, from, how.now);
  const isBoth = (id: string) => id === into.id || id === from.id;
  const record = { ...merged.into, apart: merged.into.apart.filter((id) => !isBoth(id)) };
  const { settled, entries } = settle(into, record, how);
  const entry = {
    type: 'merged',
    other: from.id,
    by: how.by,
    ...(how.reason !== undefined && { why: how.reason }),
  } as const;
  const gone = { ...merged.from, version: from.version + 1, updatedAt: how.now };
  return {
    settled: { ...settled, record: bumped(settled.record, into, how.now) },
    others: [{ record: gone, golden: {}, decisions: [], changed: [], writes: [], blocked: [] }],
    entries: [{ customer: into.id, entry }, { customer: from.id, entry: { ...entry, other: into.id } }, ...entries],
  };
}

/**
 * Takes a merged record out again: it gets back the sources it brought, as they are now, and what was decided for it. The two are
 * never put together again by themselves.
 *
 * @param gone the record that was merged into `from`
 * @returns `not-merged` where `from` holds no such record
 */
export function unmergeCustomer(from: CustomerRecord, gone: CustomerRecord, how: How): CustomerChange | 'not-merged' {
  const merger = from.mergers.findLast(({ id }) => id === gone.id);
  if (!merger) return 'not-merged';
  const isIts = (ref: SourceRef) => merger.sources.some((each) => refText(each) === refText(ref));
  const back: CustomerRecord = {
    ...gone,
    sources: from.sources.filter(isIts),
    choices: merger.choices,
    apart: [...new Set([...gone.apart, from.id])].sort(order),
  };
  const { mergedInto: _, ...restored } = back;
  const isItsChoice = ({ field, at, by }: CustomerRecord['choices'][number]) =>
    merger.choices.some((each) => each.field === field && each.at === at && each.by === by);
  const rest: CustomerRecord = {
    ...from,
    sources: from.sources.filter((each) => !isIts(each)),
    choices: from.choices.filter((each) => !isItsChoice(each)),
    mergers: from.mergers.filter((each) => each !== merger),
    apart: [...new Set([...from.apart, gone.id])].sort(order),
  };
  const left = settle(from, rest, how);
  const came = settle(undefined, restored, how);
  const entry = { type: 'unmerged', by: how.by, ...(how.reason !== undefined && { why: how.reason }) } as const;
  const log: LoggedEntry[] = [
    { customer: from.id, entry: { ...entry, other: gone.id } },
    { customer: gone.id, entry: { ...entry, other: from.id } },
  ];
  return {
    settled: { ...left.settled, record: bumped(left.settled.record, from, how.now) },
    others: [came.settled],
    entries: [...log, ...left.entries, ...came.entries],
  };
}

/** A merge is a change also where every value stays. */
export function bumped(record: CustomerRecord, before: CustomerRecord, now: string): Settled['record'] {
  return record.version > before.version ? record : { ...record, version: before.version + 1, updatedAt: now };
}
