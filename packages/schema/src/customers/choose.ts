import type { Json } from '../run/json.ts';
import type { CustomerEntry } from './entry.ts';
import { type CustomerField, CustomerValues } from './fields.ts';
import { tidyValue } from './normalise.ts';
import type { Choice, CustomerRecord } from './record.ts';
import type { CustomerRules } from './rules.ts';
import { type CustomerChange, settle } from './settle.ts';

export interface Choosing {
  /** Values that stand from now on, whatever systems say; `null` for none. */
  readonly values: CustomerValues;
  /** Fields that the rules decide again. */
  readonly release: readonly CustomerField[];
  readonly by: string;
  readonly reason?: string | undefined;
}

/** A person decides fields of a record, or leaves them to the rules again. */
export function chooseFields(
  before: CustomerRecord,
  { values, release, by, reason }: Choosing,
  { rules, now }: { readonly rules: CustomerRules; readonly now: string },
): CustomerChange {
  const told = Object.entries(CustomerValues.parse(values)) as (readonly [CustomerField, Json])[];
  const made = told.map(
    ([field, value]): Choice => ({
      field,
      value: tidyValue(field, value),
      by,
      at: now,
      ...(reason !== undefined && { reason }),
    }),
  );
  const isTouched = (field: CustomerField) => release.includes(field) || made.some((each) => each.field === field);
  const released = release.filter((field) => before.choices.some((each) => each.field === field));
  const after = { ...before, choices: [...before.choices.filter(({ field }) => !isTouched(field)), ...made] };
  const why = reason === undefined ? {} : { why: reason };
  const entries: CustomerEntry[] = [
    ...made.map(({ field, value }): CustomerEntry => ({ type: 'chosen', field, to: value, by, ...why })),
    ...released.map((field): CustomerEntry => ({ type: 'released', field, by, ...why })),
  ];
  const { settled, entries: more } = settle(before, after, { rules, now });
  return {
    settled,
    others: [],
    entries: [...entries.map((entry) => ({ customer: before.id, entry })), ...more],
  };
}
