import { clearLogs, makeConsole, takeLogs } from './console.ts';
import { defineMap } from './define-map.ts';
import { installDeterminism, setRun } from './determinism.ts';
import { type FlatError, flattenError } from './flatten-error.ts';
import { harden } from './harden.ts';
import { t } from './library.ts';
import { type Ask, beginLookups, connectTables, takeUnmapped, unmappedOf } from './lookup.ts';

/** Texts longer than this (UTF-16 units) do not leave the isolate. */
const MAX_RESULT_CHARS = 16 * 1024 * 1024;

interface Scope {
  readonly input: unknown;
  readonly steps?: unknown;
  readonly trigger?: unknown;
  readonly run?: unknown;
  readonly vars?: unknown;
}

/** The author's module as a function: each call of it is a fresh module, and its result the function to run. */
type Factory = (vars: unknown) => unknown;
type Expression = (input: unknown, steps: unknown, trigger: unknown, run: unknown, vars: unknown) => unknown;

const scripts = new Map<number, Factory>();
const expressions = new Map<number, Map<string, Expression>>();
let settled: string | undefined;

installDeterminism();
harden({ t, defineMap, console: makeConsole() });

/** Tells the realm how to ask tables; once, before anything runs. */
export function connect(ask: Ask): void {
  connectTables(ask);
}

export function addScript(unit: number, factory: Factory): void {
  scripts.set(unit, factory);
}

export function addExpression(unit: number, key: string, expression: Expression): void {
  const known = expressions.get(unit) ?? new Map<string, Expression>();
  expressions.set(unit, known.set(key, expression));
}

/** Runs one unit and answers text as `frame.ts` describes; `~` means: ask `settle` once the microtasks are done. */
export function run(unit: number, scopeText: string, seed: string, nowMs: number): string {
  setRun(seed, nowMs);
  clearLogs();
  beginLookups(nowMs);
  settled = undefined;
  try {
    const scope = JSON.parse(scopeText) as Scope;
    const factory = scripts.get(unit);
    return factory ? runScript(factory, scope, nowMs) : runExpressions(unit, scope);
  } catch (thrown) {
    return thrownText(thrown);
  }
}

export function settle(): string {
  return settled ?? failed({ message: 'The promise never settles: a script has nothing to wait for' });
}

function runScript(factory: Factory, { input, steps, trigger, run, vars = {} }: Scope, now: number): string {
  const main = factory(vars);
  if (typeof main !== 'function') return failed({ message: 'The script must give a function: map(input, ctx)' });
  const value: unknown = main(input, { steps, trigger, run, vars, now });
  if (!isThenable(value)) return succeeded(textOf(value));
  Promise.resolve(value).then(
    (late) => {
      try {
        settled = succeeded(textOf(late));
      } catch (thrown) {
        settled = thrownText(thrown);
      }
    },
    (thrown) => {
      settled = thrownText(thrown);
    },
  );
  return '~';
}

function runExpressions(unit: number, { input, steps, trigger, run, vars = {} }: Scope): string {
  const parts: string[] = [];
  for (const [key, expression] of expressions.get(unit) ?? []) {
    try {
      const value = expression(input, steps, trigger, run, vars);
      if (isThenable(value)) return failed({ message: 'An expression gives a value, not a promise' }, key);
      parts.push(`${JSON.stringify(key)}:${textOf(value)}`);
    } catch (thrown) {
      return thrownText(thrown, key);
    }
  }
  return succeeded(`{${parts.join(',')}}`);
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** The value as JSON. The author's getters, proxies and `toJSON` run here, inside. @throws what they throw */
function textOf(value: unknown): string {
  if (value === undefined) return 'null';
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`The result is a ${typeof value}, not data`);
  return text;
}

function succeeded(text: string): string {
  if (text.length > MAX_RESULT_CHARS) {
    const message = `The result is ${text.length} characters long; ${MAX_RESULT_CHARS} are allowed`;
    return `!${JSON.stringify({ code: 'RESULT_TOO_LARGE', message })}`;
  }
  const logs = takeLogs();
  if (logs.length === 0) return withUnmapped(text);
  const logText = JSON.stringify(logs);
  return withUnmapped(`#${logText.length}:${logText}${text}`);
}

/** What was looked up and not found goes with the answer, whatever the script made of it. */
function withUnmapped(answer: string): string {
  const unmapped = takeUnmapped();
  if (unmapped.length === 0) return answer;
  const text = JSON.stringify(unmapped);
  return `?${text.length}:${text}${answer}`;
}

/** A code that nobody knows has a code of its own among the errors; everything else is the author's. */
function thrownText(thrown: unknown, key?: string): string {
  const flat = flattenError(thrown);
  const unmapped = unmappedOf(thrown);
  return failed(unmapped ? { ...flat, code: 'UNMAPPED', unmapped } : flat, key);
}

function failed(error: FlatError & { readonly code?: string; readonly unmapped?: unknown }, key?: string): string {
  const text = JSON.stringify({ code: 'SCRIPT_ERROR', ...error, ...(key === undefined ? {} : { key }) });
  return withUnmapped(`!${text}`);
}
