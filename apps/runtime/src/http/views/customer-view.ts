import type * as api from '@lockstep/schema/api';
import {
  asCustomer,
  type CustomerField,
  type CustomerRecord,
  type CustomerRules,
  decideFields,
  type FieldDecision,
  goldenValues,
  isSame,
  ruleOf,
  standingOf,
} from '@lockstep/schema/customers';
import type { Json } from '@lockstep/schema/run';
import type { CustomerEntryRow, DuplicateRow } from '../../store/customers/customer-views.ts';

/** A customer as its page shows it. */
export function customerView(
  record: CustomerRecord,
  {
    rules,
    changedAt,
    duplicates,
    entries,
  }: {
    readonly rules: CustomerRules;
    readonly changedAt: string;
    readonly duplicates: readonly DuplicateRow[];
    readonly entries: readonly CustomerEntryRow[];
  },
): api.CustomerView {
  const decisions = decideFields(record, rules);
  const { id, version, mergedInto, sources, mergers, apart } = record;
  return {
    id,
    version,
    ...(mergedInto !== undefined && { mergedInto }),
    changedAt,
    customer: asCustomer(record, goldenValues(decisions)),
    fields: decisions.map((decision) => fieldView(decision, record, rules)),
    sources: sources.map((source) => sourceView(source, decisions)),
    mergers: mergers.map((each) => ({ id: each.id, at: each.at, sources: each.sources })),
    duplicates: duplicates.map(({ shares, ...row }) => ({
      ...shown(row),
      shares: [...shares],
      apart: apart.includes(row.id),
    })),
    log: entries.map(({ id: nr, at, runId, flowId, flowName, node, entry }) => ({
      id: Number(nr),
      at,
      entry,
      ...(runId !== null &&
        flowId !== null && {
          run: { runId, flowId, ...(flowName !== null && { flowName }), ...(node !== null && { node }) },
        }),
    })),
  };
}

/** What people call a customer. */
export function shown({
  id,
  name,
  email,
  phone,
}: Pick<DuplicateRow, 'id' | 'name' | 'email' | 'phone'>): Pick<
  api.CustomerSummary,
  'id' | 'name' | 'email' | 'phone'
> {
  return { id, ...(name !== null && { name }), ...(email !== null && { email }), ...(phone !== null && { phone }) };
}

function fieldView(decision: FieldDecision, { choices }: CustomerRecord, rules: CustomerRules): api.CustomerFieldView {
  const { field, value, reason, winner, sinceMs, candidates } = decision;
  const { strategy, systems } = ruleOf(rules, field);
  const choice = choices.findLast((each) => each.field === field);
  return {
    field,
    value,
    strategy,
    priority: systems,
    reason,
    ...(winner && { winner }),
    ...(sinceMs !== undefined && { since: instant(sinceMs) }),
    ...(choice && {
      chosen: { by: choice.by, at: choice.at, ...(choice.reason !== undefined && { reason: choice.reason }) },
    }),
    candidates: candidates.map(({ sinceMs: ms, ...each }) => ({ ...each, since: instant(ms) })),
  };
}

function sourceView(
  { system, id, fields, blocked = {} }: CustomerRecord['sources'][number],
  decisions: readonly FieldDecision[],
): api.CustomerSourceView {
  const values = decisions.flatMap(({ field, value }) => {
    const history = fields[field];
    if (!history) return [];
    const { holds, awaited } = standingOf(history);
    const agrees = [holds, awaited].some((each) => each !== undefined && isSame(each, value));
    return [{ field, ...valueOr('holds', holds), ...valueOr('awaited', awaited), agrees }];
  });
  return { system, id, values, blocked: Object.keys(blocked) as CustomerField[] };
}

function valueOr<Name extends string>(name: Name, value: Json | undefined): Partial<Record<Name, Json>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Json>);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
