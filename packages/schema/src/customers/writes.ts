import type { Json } from '../run/json.ts';
import { hasConsent } from './consents.ts';
import { type ConsentPurpose, type CustomerField, CustomerValues, refText } from './fields.ts';
import { addSent, isSame, jsonText, standingOf } from './history.ts';
import type { CustomerRecord, FieldHistories } from './record.ts';
import type { CustomerRules, SyncTarget } from './rules.ts';

/** What one system has to be told so that it shows the golden record. */
export interface CustomerWrite {
  readonly system: string;
  /** Of the record there; absent where it has to be made. */
  readonly id?: string;
  readonly values: CustomerValues;
}

/** A write that the person has not agreed to. */
export interface BlockedWrite extends CustomerWrite {
  readonly needs: ConsentPurpose;
}

export interface Outbound {
  readonly writes: readonly CustomerWrite[];
  /** What was kept back now; what was kept back before is not told again. */
  readonly blocked: readonly BlockedWrite[];
  /** The record, which remembers what was written. */
  readonly after: CustomerRecord;
}

/**
 * Compares the golden record with what each system has. A system that shows it already gets nothing, and what is on its way is not
 * sent again: so an echo of our own write ends the exchange.
 */
export function planWrites(record: CustomerRecord, golden: CustomerValues, { targets }: CustomerRules): Outbound {
  const writes: CustomerWrite[] = [];
  const blocked: BlockedWrite[] = [];
  let after = record;
  for (const target of targets) {
    const allowed = target.needs === undefined || hasConsent(golden, target.needs);
    const sources = record.sources.filter(({ system }) => system === target.system);
    for (const source of sources) {
      const { let: through, kept } = sift(missing(target, golden, source.fields), allowed);
      const news = isSame(asJson(kept), asJson(source.blocked ?? {})) ? {} : kept;
      if (!isEmpty(through)) writes.push({ system: source.system, id: source.id, values: through });
      if (!isEmpty(news) && target.needs) {
        blocked.push({ system: source.system, id: source.id, values: news, needs: target.needs });
      }
      const { blocked: _, ...rest } = source;
      const noted = {
        ...rest,
        fields: withSent(source.fields, through),
        ...(!isEmpty(kept) && { blocked: kept }),
      };
      const isIt = (each: typeof source) => refText(each) === refText(source);
      after = { ...after, sources: after.sources.map((each) => (isIt(each) ? noted : each)) };
    }
    if (sources.length > 0 || !target.create) continue;
    const wanted = missing(target, golden, after.made[target.system] ?? {});
    if (isEmpty(wanted)) continue;
    if (!allowed) {
      const known = after.unmade[target.system];
      if (target.needs && !(known && isSame(asJson(known), asJson(wanted)))) {
        blocked.push({ system: target.system, values: wanted, needs: target.needs });
      }
      after = { ...after, unmade: { ...after.unmade, [target.system]: wanted } };
      continue;
    }
    writes.push({ system: target.system, values: wanted });
    const { [target.system]: _, ...unmade } = after.unmade;
    const made = { ...after.made, [target.system]: withSent(after.made[target.system] ?? {}, wanted) };
    after = { ...after, unmade, made };
  }
  return { writes, blocked, after };
}

/** Golden values that the system neither has nor is on its way to have. */
function missing(target: SyncTarget, golden: CustomerValues, fields: FieldHistories): CustomerValues {
  const wanted = target.fields.flatMap((field): (readonly [CustomerField, Json])[] => {
    const { holds, awaited } = standingOf(fields[field] ?? { points: [], sent: [] });
    const known = [holds, awaited].filter((each) => each !== undefined);
    const value = (golden[field] ?? (known.some(Array.isArray) ? [] : null)) as Json;
    // What is on its way and lands later is reported, and mended then: a write too many could go over an edit we do not know of yet.
    const isThere = known.length === 0 ? value === null : known.some((each) => isSame(each, value));
    // What a customer is, and whether we do business, cannot be nothing.
    return isThere || (value === null && (field === 'kind' || field === 'status')) ? [] : [[field, value]];
  });
  return CustomerValues.parse(Object.fromEntries(wanted));
}

/** Without consent only consents pass: a withdrawal must reach those who would act against it. */
function sift(values: CustomerValues, allowed: boolean) {
  if (allowed) return { let: values, kept: {} };
  const { consents, ...kept } = values;
  return { let: consents === undefined ? {} : { consents }, kept };
}

function withSent(fields: FieldHistories, values: CustomerValues): FieldHistories {
  const after = { ...fields };
  for (const [field, value] of Object.entries(values) as (readonly [CustomerField, Json])[]) {
    after[field] = addSent(after[field], value);
  }
  return after;
}

function isEmpty(values: CustomerValues): boolean {
  return Object.keys(values).length === 0;
}

function asJson(values: CustomerValues): Json {
  return JSON.parse(jsonText(values as Json)) as Json;
}
