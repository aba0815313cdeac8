import type { Json } from '../run/json.ts';
import { decideFields, type FieldDecision, goldenValues } from './decide.ts';
import type { CustomerEntry } from './entry.ts';
import type { CustomerField, CustomerValues } from './fields.ts';
import { isSame } from './history.ts';
import { type CustomerRecord, emptyRecord } from './record.ts';
import type { CustomerRules } from './rules.ts';
import { type BlockedWrite, type CustomerWrite, planWrites } from './writes.ts';

/** A line of the log, and whose. */
export interface LoggedEntry {
  readonly customer: string;
  readonly entry: CustomerEntry;
}

/** How a customer stands after a change. */
export interface Settled {
  readonly record: CustomerRecord;
  readonly golden: CustomerValues;
  readonly decisions: readonly FieldDecision[];
  /** Fields with another golden value than before. */
  readonly changed: readonly CustomerField[];
  readonly writes: readonly CustomerWrite[];
  readonly blocked: readonly BlockedWrite[];
}

/** What a change made of the records it was about. */
export interface CustomerChange {
  /** The customer it was about. */
  readonly settled: Settled;
  /** Further records that changed: one that was merged into another, or came back. */
  readonly others: readonly Settled[];
  readonly entries: readonly LoggedEntry[];
}

/**
 * Decides the fields anew, plans what each system is told of it, and says what is new.
 *
 * @param before the record as it was; absent where there was none
 */
export function settle(
  before: CustomerRecord | undefined,
  changed: CustomerRecord,
  { rules, now }: { readonly rules: CustomerRules; readonly now: string },
): { readonly settled: Settled; readonly entries: readonly LoggedEntry[] } {
  const old = decideFields(before ?? emptyRecord(changed.id, now), rules);
  const decisions = decideFields(changed, rules);
  const golden = goldenValues(decisions);
  const news = decisions.filter((each) => !isKept(each, old));
  const gone = old.filter(({ field }) => !decisions.some((each) => each.field === field));
  const fields = [
    ...news.filter(({ field, value }) => !isSame(value, goldenOf(old, field))).map(({ field }) => field),
    ...gone.filter(({ value }) => value !== null).map(({ field }) => field),
  ];
  const plan = planWrites(changed, golden, rules);
  const isNews = fields.length > 0 || plan.writes.length > 0 || before?.mergedInto !== changed.mergedInto;
  const record: CustomerRecord =
    isNews || !before ? { ...plan.after, version: changed.version + 1, updatedAt: now } : plan.after;
  const { id } = changed;
  const entries: CustomerEntry[] = [
    ...news.map((each) => decided(each, goldenOf(old, each.field))),
    ...gone.map(({ field, value }): CustomerEntry => ({ type: 'decided', field, from: value, to: null })),
    ...plan.writes.map(
      ({ system, id: at, values }): CustomerEntry => ({
        type: 'written',
        system,
        ...(at !== undefined && { source: { system, id: at } }),
        fields: fieldsOf(values),
      }),
    ),
    ...plan.blocked.map(
      ({ system, id: at, values, needs }): CustomerEntry => ({
        type: 'blocked',
        system,
        ...(at !== undefined && { source: { system, id: at } }),
        fields: fieldsOf(values),
        needs,
      }),
    ),
  ];
  return {
    settled: { record, golden, decisions, changed: fields, writes: plan.writes, blocked: plan.blocked },
    entries: entries.map((entry) => ({ customer: id, entry })),
  };
}

function isKept(each: FieldDecision, old: readonly FieldDecision[]): boolean {
  const known = old.find(({ field }) => field === each.field);
  if (!known) return false;
  const { winner } = known;
  const sameWinner = winner?.system === each.winner?.system && winner?.id === each.winner?.id;
  return isSame(known.value, each.value) && known.reason === each.reason && sameWinner;
}

function decided({ field, value, reason, winner }: FieldDecision, from: Json): CustomerEntry {
  return {
    type: 'decided',
    field,
    ...(from !== null && { from }),
    to: value,
    why: reason,
    ...(winner && { source: winner }),
  };
}

function goldenOf(decisions: readonly FieldDecision[], wanted: CustomerField): Json {
  return decisions.find(({ field }) => field === wanted)?.value ?? null;
}

function fieldsOf(values: CustomerValues): CustomerField[] {
  return Object.keys(values) as CustomerField[];
}
