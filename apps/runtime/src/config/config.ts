import { resolve } from 'node:path';
import type { z } from 'zod';
import { FOREIGN_VARIABLES, VARIABLES, type Variable } from './variables.ts';

type Variables = typeof VARIABLES;
type Value<K extends keyof Variables> = z.infer<Variables[K]['schema']>;

/** Settings of one runtime process, checked. Absent keys had neither a value nor a default. */
export type Config = {
  readonly [K in keyof Variables as Variables[K] extends { readonly fallback: string } ? K : never]: Value<K>;
} & {
  readonly [K in keyof Variables as Variables[K] extends { readonly fallback: string } ? never : K]?: Value<K>;
};

/** One thing wrong with the environment. The value itself is left out where it is a secret. */
export interface ConfigProblem {
  readonly variable: string;
  readonly value: string;
  readonly problem: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** sysexits(3) EX_CONFIG: what the process ends with when its environment is wrong. */
export const EXIT_CONFIG = 78;

/**
 * Reads and checks the environment. All problems are found at once. An empty variable counts as left out, as in a
 * compose file; `dataDir` comes out absolute.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [key, variable] of Object.entries(VARIABLES)) {
    const { name, fallback, secret }: Variable = variable;
    const text = env[name] || fallback;
    if (text === undefined) continue;
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[key] = parsed.data;
    else {
      const problem = parsed.error.issues.map(({ message }) => message).join('; ');
      problems.push({ variable: name, value: secret === true ? '(secret)' : text, problem });
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const config = values as unknown as Config;
  const unsafe = config.testApi ? unsafeForTests(config, env) : undefined;
  if (unsafe !== undefined) {
    return { ok: false, problems: [{ variable: VARIABLES.testApi.name, value: '1', problem: unsafe }] };
  }
  return { ok: true, config: { ...config, dataDir: resolve(config.dataDir) }, warnings: unknownVariables(env) };
}

/** Why a runtime that can forget all its runs must not start here; nothing where it may. */
function unsafeForTests(
  { host, environment = '' }: Config,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (/^prod/.test(environment)) return `must be off where LOCKSTEP_ENVIRONMENT is ${environment}`;
  if (env.NODE_ENV === 'production') return 'must be off where NODE_ENV is production';
  if (!isLoopback(host)) return `must be off where LOCKSTEP_HOST is no loopback address (${host})`;
  return undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set([...Object.values(VARIABLES).map(({ name }) => name as string), ...FOREIGN_VARIABLES]);
  return Object.keys(env)
    .filter((name) => name.startsWith('LOCKSTEP_') && !known.has(name))
    .sort()
    .map((name) => `${name} is not a variable Lockstep knows; it is ignored.`);
}

/** The problems as one table for the terminal. */
export function problemTable(problems: readonly ConfigProblem[]): string {
  const rows = [['variable', 'value', 'problem'], ...problems.map((p) => [p.variable, p.value, p.problem])];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return ['The environment is not right. Nothing was started.', '', ...rows.map(line)].join('\n');
}
