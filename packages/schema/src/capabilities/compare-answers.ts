import type { Json } from '../run/json.ts';

/** A field about which two answers differ. */
export interface AnswerDifference {
  /** `lines[].quantity`: items of lists are told by their list, so that equal reasons count together. */
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'added' | 'length';
  /** What the flow that serves said, and what the other one said; long values cut. */
  readonly live?: Json;
  readonly shadow?: Json;
}

/** Differences that are listed; more of them say nothing more. */
const MOST = 100;
/** Longest text that is shown whole. */
const SHOWN_CHARS = 200;

/**
 * Where two answers of one contract differ. `own` fields are what each system makes up (numbers of documents): they only must be
 * there in both, or in neither. `ignore` fields are not looked at. Both by path, as differences are told, without the brackets.
 */
export function compareAnswers(
  live: Json,
  shadow: Json,
  { own, ignore }: { readonly own: readonly string[]; readonly ignore: readonly string[] },
): readonly AnswerDifference[] {
  const found: AnswerDifference[] = [];
  visit(live, shadow, '');
  return found;

  function visit(left: Json | undefined, right: Json | undefined, path: string): void {
    const name = path.replaceAll('[]', '');
    if (found.length >= MOST || ignore.includes(name) || left === right) return;
    if (left === undefined || right === undefined) {
      // A field without a value says no more than one that is not there.
      if (left === null || right === null) return;
      found.push({ path, kind: left === undefined ? 'added' : 'missing', ...shownBoth(left, right) });
      return;
    }
    if (own.includes(name)) return;
    if (Array.isArray(left) && Array.isArray(right)) {
      const [a, b] = [left as readonly Json[], right as readonly Json[]];
      if (a.length !== b.length) found.push({ path, kind: 'length', live: a.length, shadow: b.length });
      for (let at = 0; at < Math.min(a.length, b.length); at += 1) visit(a[at], b[at], `${path}[]`);
      return;
    }
    if (isObject(left) && isObject(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)].sort())) {
        visit(ownValue(left, key), ownValue(right, key), path === '' ? key : `${path}.${key}`);
      }
      return;
    }
    if (!isSameScalar(left, right)) found.push({ path, kind: 'changed', ...shownBoth(left, right) });
  }
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function ownValue(value: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `12.50` and `12.5` are one amount, `2026-11-20T09:00:00Z` and `2026-11-20T10:00:00+01:00` one moment. */
function isSameScalar(left: Json, right: Json): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return left === right;
  if (DECIMAL.test(left) && DECIMAL.test(right) && `${left}${right}`.includes('.')) return plain(left) === plain(right);
  if (MOMENT.test(left) && MOMENT.test(right)) return Date.parse(left) === Date.parse(right);
  return left === right;
}

/** Not `007`, which is an article number. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

function shownBoth(live: Json | undefined, shadow: Json | undefined) {
  return { ...(live !== undefined && { live: shown(live) }), ...(shadow !== undefined && { shadow: shown(shadow) }) };
}

function shown(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= SHOWN_CHARS) return value;
  return `${text.slice(0, SHOWN_CHARS)}…`;
}
