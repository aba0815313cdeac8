import { type Config, problemTable, readConfig } from '../config/config.ts';
import { CommandError, EXIT } from './exit.ts';
import type { CommandIo } from './io.ts';

/** The checked environment; remarks go to the terminal. @throws CommandError with the table of problems, exit code 78 */
export function settingsOf(io: CommandIo): Config {
  const result = readConfig(io.env);
  if (!result.ok) throw new CommandError(problemTable(result.problems), EXIT.config);
  for (const warning of result.warnings) io.err(warning);
  return result.config;
}
