import type { Json, JsonObject } from '../run/json.ts';
import { type Mismatch, mismatches } from './accepts.ts';
import type { ReleaseKind } from './version.ts';

/** What a flow that can be called promises, as JSON Schemas; absent: anything, unchecked. */
export interface Promises {
  readonly takes?: Json | undefined;
  readonly returns?: Json | undefined;
  readonly capability?: string | undefined;
}

/** What a new version means to those who call the old one. */
export interface PromiseChange {
  /** `major`: a call that was right may be wrong now. `minor`: more is taken or promised. `patch`: the same. */
  readonly kind: ReleaseKind;
  /** Why it is major, each as the end of a sentence. */
  readonly breaks: readonly string[];
}

/**
 * Compares the promises of two versions of a called flow. A caller sends what the old one took and reads what it returned: so what is taken may
 * only grow, and what is returned may only become less various. A caller sends no field that its contract does not know, so a new field that
 * need not be there breaks nobody. Careful: what cannot be told counts as a break, with its reason.
 */
export function promiseChange(before: Promises, after: Promises): PromiseChange {
  const [tookKnown, takesKnown] = [known(before.takes), known(after.takes)];
  const [returned = true, returns = true] = [before.returns, after.returns];
  const isWithdrawn = before.capability !== undefined && after.capability !== before.capability;
  const breaks = [
    ...(isWithdrawn ? [`no longer offers the capability "${before.capability}"`] : []),
    ...wordsOf(mismatches(after.takes ?? true, tookKnown), 'takes only messages where'),
    ...wordsOf(mismatches(returned, returns), 'returns what callers do not expect:'),
  ];
  if (breaks.length > 0) return { kind: 'major', breaks };
  const isMore =
    mismatches(tookKnown, takesKnown).length > 0 ||
    mismatches(returns, returned).length > 0 ||
    (after.capability !== undefined && before.capability === undefined);
  return { kind: isMore ? 'minor' : 'patch', breaks };
}

/** Reasons of a kind that are listed. */
const LISTED = 3;

function wordsOf(found: readonly Mismatch[], what: string): readonly string[] {
  const all = found.map(({ path, rule }) => `${what} ${path === '' ? 'the whole' : path} ${rule}`);
  return all.length <= LISTED ? all : [...all.slice(0, LISTED), `and ${all.length - LISTED} more`];
}

/**
 * The schema with its objects closed to fields it does not name. Not where schemas are put together by `allOf`: closed parts would
 * contradict one another, and a schema that allows nothing is compatible with everything.
 */
function known(schema: Json = true): Json {
  return JSON.stringify(schema).includes('"allOf"') ? schema : closed(schema);
}

/** Keywords whose value is a schema, or holds schemas by name or in a list. */
const WITHIN = new Set(['items', 'properties', '$defs', 'anyOf', 'oneOf']);
/** Beside these an object may have fields that stand elsewhere. */
const ELSEWHERE = ['additionalProperties', 'patternProperties', 'anyOf', 'oneOf', '$ref'];

function closed(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const inner = Object.entries(schema).map(([key, value]) => [key, WITHIN.has(key) ? closedWithin(key, value) : value]);
  const isOpen = isObject(schema.properties ?? null) && !ELSEWHERE.some((key) => Object.hasOwn(schema, key));
  return { ...Object.fromEntries(inner), ...(isOpen && { additionalProperties: false }) };
}

function closedWithin(key: string, value: Json): Json {
  if (Array.isArray(value)) return value.map(closed);
  if (key === 'items' || !isObject(value)) return closed(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, closed(schema)]));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
