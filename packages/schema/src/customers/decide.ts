import type { Json } from '../run/json.ts';
import { newestConsents } from './consents.ts';
import {
  type Consent,
  CUSTOMER_FIELDS,
  type CustomerAddress,
  type CustomerField,
  CustomerValues,
  type SourceRef,
} from './fields.ts';
import { isSame, jsonText, order, standingOf } from './history.ts';
import { addressKey } from './normalise.ts';
import type { CustomerRecord } from './record.ts';
import { type CustomerRules, type FieldRule, ruleOf } from './rules.ts';

/** What one system says of a field. */
export interface Candidate extends SourceRef {
  readonly value: Json;
  readonly sinceMs: number;
}

/** Why a value is the golden one. */
export type Reason =
  /** Nobody says otherwise. */
  | 'only'
  /** Entered last. */
  | 'most-recent'
  /** Its system comes first for this field. */
  | 'source-priority'
  /** What several systems say, together. */
  | 'merged'
  /** A person chose it. */
  | 'chosen'
  /** It stood longest, and waits for a person to choose. */
  | 'undecided';

/** How the value of one field came about. */
export interface FieldDecision {
  readonly field: CustomerField;
  /** `null` where there is none. */
  readonly value: Json;
  readonly reason: Reason;
  /** The system that won; absent where a person chose or several were merged. */
  readonly winner?: SourceRef;
  /** Since when, by the clock of the winner. */
  readonly sinceMs?: number;
  /** All that is said, the winner first. */
  readonly candidates: readonly Candidate[];
}

/**
 * Decides every field that anybody says anything about. Pure and without memory: from the same tellings the same record,
 * in whatever order they came.
 */
export function decideFields(record: CustomerRecord, rules: Pick<CustomerRules, 'fields'>): readonly FieldDecision[] {
  return CUSTOMER_FIELDS.flatMap((field) => {
    const decision = decideField(record, field, ruleOf(rules, field));
    return decision ? [decision] : [];
  });
}

/** The golden values. */
export function goldenValues(decisions: readonly FieldDecision[]): CustomerValues {
  return CustomerValues.parse(
    Object.fromEntries(decisions.flatMap(({ field, value }) => (value === null ? [] : [[field, value]]))),
  );
}

function decideField(record: CustomerRecord, field: CustomerField, rule: FieldRule): FieldDecision | undefined {
  const candidates = record.sources.flatMap(({ system, id, fields }): Candidate[] => {
    const said = fields[field] && standingOf(fields[field]).said;
    return said ? [{ system, id, ...said }] : [];
  });
  const chosen = record.choices.findLast((choice) => choice.field === field);
  if (chosen) {
    const sinceMs = Date.parse(chosen.at);
    return { field, value: chosen.value, reason: 'chosen', sinceMs, candidates: candidates.sort(newestFirst) };
  }
  if (candidates.length === 0) return undefined;
  if (rule.strategy === 'merge') return mergeField(field, candidates);
  const sorted = [...candidates].sort(orderOf(rule));
  const [first] = sorted as [Candidate, ...Candidate[]];
  const { system, id, value, sinceMs } = first;
  const isContested = sorted.some((each) => !isSame(each.value, value));
  return {
    field,
    value,
    reason: isContested ? REASONS[rule.strategy] : 'only',
    winner: { system, id },
    sinceMs,
    candidates: sorted,
  };
}

const REASONS = {
  'most-recent': 'most-recent',
  'source-priority': 'source-priority',
  manual: 'undecided',
} as const satisfies Record<Exclude<FieldRule['strategy'], 'merge'>, Reason>;

type Compare = (one: Candidate, other: Candidate) => number;

/** A total order, so that no tie depends on who came first. */
const newestFirst: Compare = (one, other) =>
  other.sinceMs - one.sinceMs || order(jsonText(other.value), jsonText(one.value)) || bySource(one, other);
const bySource: Compare = (one, other) => order(one.system, other.system) || order(one.id, other.id);

function orderOf({ strategy, systems }: FieldRule): Compare {
  switch (strategy) {
    case 'most-recent':
      return newestFirst;
    case 'source-priority': {
      const rank = ({ system, value }: Candidate): number => {
        if (value === null) return systems.length + 1;
        const at = systems.indexOf(system);
        return at < 0 ? systems.length : at;
      };
      return (one, other) => rank(one) - rank(other) || newestFirst(one, other);
    }
    case 'manual':
      return (one, other) =>
        Number(one.value === null) - Number(other.value === null) ||
        one.sinceMs - other.sinceMs ||
        order(jsonText(one.value), jsonText(other.value)) ||
        bySource(one, other);
    case 'merge':
      return newestFirst;
    default:
      return strategy satisfies never;
  }
}

function mergeField(field: CustomerField, candidates: readonly Candidate[]): FieldDecision {
  const sorted = [...candidates].sort(newestFirst);
  const lists = sorted.map(({ value }) => (Array.isArray(value) ? value : []) as readonly Json[]);
  const isContested = sorted.some(({ value }) => !isSame(value, sorted[0]?.value ?? null));
  const value =
    field === 'consents'
      ? newestConsents(lists.flat() as unknown as readonly Consent[])
      : mergeAddresses(lists as unknown as readonly (readonly CustomerAddress[])[]);
  const [first] = sorted;
  return {
    field,
    value: value as unknown as Json,
    reason: isContested ? 'merged' : 'only',
    ...(!isContested && first && { winner: { system: first.system, id: first.id }, sinceMs: first.sinceMs }),
    candidates: sorted,
  };
}

/**
 * Each place once, for each thing it is for. Where two systems write it in two ways the one that spoke last does, and its default
 * is the default.
 *
 * @param lists the newest first
 */
function mergeAddresses(lists: readonly (readonly CustomerAddress[])[]): readonly CustomerAddress[] {
  const places = new Map<string, CustomerAddress>();
  const defaults = new Set<string>();
  for (const list of lists) {
    for (const each of list) {
      const place = `${each.kind}|${addressKey(each)}`;
      const isDefault = each.isDefault === true && !defaults.has(each.kind);
      const known = places.get(place);
      if (isDefault) defaults.add(each.kind);
      const { isDefault: _, ...rest } = known ?? each;
      if (!known || isDefault) places.set(place, { ...rest, ...(isDefault && { isDefault }) });
    }
  }
  return [...places].sort(([one], [other]) => order(one, other)).map(([, each]) => each);
}
