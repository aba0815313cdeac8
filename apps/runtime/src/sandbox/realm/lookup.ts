import { ANSWER_FOUND, ANSWER_MISSING } from './answers.ts';

/** How the realm asks for a code, as `child/lookup-tables.ts` answers. Text in, text out; never in reach of a script. */
export type Ask = (name: string, key: string, from: string, to: string, atMs: number) => string;

/** What becomes of a code that a table does not have. */
export interface LookupOptions {
  /** Column of the key; the first one when absent. */
  readonly from?: string;
  /** Column of the answer; the second one, or the first when `from` is another. */
  readonly to?: string;
  /** Moment at which the row must hold, as `t.date` takes it; the beginning of the run when absent. */
  readonly at?: unknown;
  /**
   * `fail`: the step fails. `pass`: the key itself. `queue`: it is put down for a person, and the step fails, or goes on with
   * `default`. `wait`: it is put down for a person, and the run waits. `fail` when absent, or `default` when there is one.
   */
  readonly missing?: 'fail' | 'pass' | 'queue' | 'wait';
  readonly default?: unknown;
}

/** A code that was looked up and not found, for whoever runs the script. */
export interface Unmapped {
  readonly table: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** `default`: put down for a person while the script went on. */
  readonly outcome: 'fail' | 'default' | 'wait' | 'queue';
}

/** An author may look up a million codes; this many that are missing are told, and the key is cut. */
const MOST_UNMAPPED = 200;
const MAX_KEY_CHARS = 500;

/** Errors that say a code is in no table. A class of our own would be in reach of scripts, through what they catch. */
const thrownFor = new WeakMap<object, Unmapped>();

/** What was looked up, when the error is about that. */
export function unmappedOf(thrown: unknown): Unmapped | undefined {
  return typeof thrown === 'object' && thrown !== null ? thrownFor.get(thrown) : undefined;
}

let ask: Ask = () => '!tables cannot be asked here';
let now = 0;
let unmapped: Unmapped[] = [];
let told = new Set<string>();

export function connectTables(found: Ask): void {
  ask = found;
}

export function beginLookups(nowMs: number): void {
  now = nowMs;
  if (unmapped.length === 0) return;
  unmapped = [];
  told = new Set();
}

/** Codes that were not found since `beginLookups`, and that somebody should hear of; each once. */
export function takeUnmapped(): readonly Unmapped[] {
  return unmapped;
}

/** @param epochMs reads a date as `t.date` does */
export function makeLookup(epochMs: (value: unknown) => number) {
  return (table: string, key: unknown, options: LookupOptions = {}): unknown => {
    const { from = '', to = '', at, missing } = options;
    const code = typeof key === 'string' ? key : codeOf(key);
    const hasDefault = Object.hasOwn(options, 'default');
    if (code.length > MAX_KEY_CHARS) throw new RangeError(`a key of ${code.length} characters is in no table`);
    const atMs = at === undefined || at === null ? now : epochMs(at);
    const answer = ask(String(table), code, String(from), String(to), atMs);
    if (answer[0] === ANSWER_FOUND) return answer.slice(1);
    if (answer[0] !== ANSWER_MISSING) throw new RangeError(`t.lookup('${table}'): ${answer.slice(1)}`);
    if (missing === 'pass') return key;
    const found = { table: String(table), key: code, ...(JSON.parse(answer.slice(1)) as { from: string; to: string }) };
    if (hasDefault && (missing !== 'queue' || code === '')) return options.default;
    // Nothing at all is no code that somebody could map.
    const asked = code === '' ? 'fail' : missing;
    const outcome = asked === 'queue' ? (hasDefault ? 'default' : 'queue') : asked === 'wait' ? 'wait' : 'fail';
    const miss: Unmapped = { ...found, outcome };
    tell(miss);
    if (outcome === 'default') return options.default;
    throw unmappedError(miss);
  };
}

/**
 * Cross-reference: from the code of one system to the canonical one, which stands in the first column, or to that of another system.
 * @param lookup what `t.lookup` is
 */
export function makeXref(lookup: ReturnType<typeof makeLookup>) {
  return (
    table: string,
    system: string,
    value: unknown,
    to?: string,
    options: Omit<LookupOptions, 'from' | 'to'> = {},
  ): unknown => {
    const { missing = 'queue' } = options;
    return lookup(table, value, { ...options, missing, from: system, to: to ?? firstColumn(String(table)) });
  };
}

/** Nothing at all is in no table, and the answer names the columns that were asked. */
function firstColumn(table: string): string {
  const answer = ask(table, '', '', '', now);
  return answer[0] === ANSWER_MISSING ? (JSON.parse(answer.slice(1)) as { readonly from: string }).from : '';
}

function unmappedError(miss: Unmapped): RangeError {
  const { table, key, from, to } = miss;
  const error = new RangeError(`the table "${table}" has no ${to} for the ${from} ${JSON.stringify(key)}`);
  thrownFor.set(error, miss);
  return error;
}

function tell(miss: Unmapped): void {
  const name = JSON.stringify(miss);
  if (told.has(name) || unmapped.length >= MOST_UNMAPPED) return;
  told.add(name);
  unmapped.push(miss);
}

function codeOf(key: unknown): string {
  if (key === undefined || key === null) return '';
  if (typeof key === 'number' || typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  throw new TypeError(`${JSON.stringify(key)?.slice(0, 60) ?? typeof key} is no key to look up`);
}
