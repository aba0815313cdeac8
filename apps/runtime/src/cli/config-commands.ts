import { problemTable, readConfig } from '../config/config.ts';
import { VARIABLES, type Variable } from '../config/variables.ts';
import { CommandError, EXIT } from './exit.ts';
import { type CommandIo, columns } from './io.ts';

/** `lockstep config check`: whether a runtime would start in this environment; every problem at once, exit code 78. */
export function checkConfig({ json }: { readonly json?: boolean }, io: CommandIo): void {
  const result = readConfig(io.env);
  if (json) io.out(JSON.stringify(result.ok ? { ok: true, warnings: result.warnings } : result, null, 2));
  if (!result.ok)
    throw new CommandError(json ? 'The environment is not right.' : problemTable(result.problems), EXIT.config);
  if (json) return;
  for (const warning of result.warnings) io.err(warning);
  io.out('The environment is good.');
}

/** One setting as a process would read it, and where it comes from. Absent values have no default either. */
interface Setting {
  readonly name: string;
  readonly value?: string;
  readonly from: 'environment' | 'default' | 'nowhere';
}

/** `lockstep config print`: every setting in force. Secrets are hidden unless they are asked for. */
export function printConfig(
  { json, reveal = false }: { readonly json?: boolean; readonly reveal?: boolean },
  io: CommandIo,
): void {
  const settings = Object.values(VARIABLES).map((variable: Variable) => settingOf(variable, io.env, reveal));
  const rows = settings.map(({ name, value = '', from }) => [name, value, from === 'nowhere' ? '-' : from]);
  io.out(json ? JSON.stringify(settings, null, 2) : columns([['variable', 'value', 'from'], ...rows]));
}

function settingOf({ name, fallback, secret }: Variable, env: CommandIo['env'], reveal: boolean): Setting {
  const given = env[name];
  // An empty variable counts as left out, as in a compose file.
  if (!given) return fallback === undefined ? { name, from: 'nowhere' } : { name, value: fallback, from: 'default' };
  return { name, value: secret === true && !reveal ? '(secret)' : given, from: 'environment' };
}
