import * as api from '@lockstep/schema/api';
import { apiAt, orFail, runtimeUrl } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { CommandIo } from './io.ts';

/** Where an environment is: the option, else `LOCKSTEP_URL_<ENVIRONMENT>`, else as without one. */
export function environmentUrl(
  { url, env }: { readonly url?: string; readonly env?: string },
  known: CommandIo['env'],
): string {
  if (url !== undefined && url !== '') return runtimeUrl(url, known);
  if (env === undefined) return runtimeUrl(undefined, known);
  const name = `LOCKSTEP_URL_${env.toUpperCase().replaceAll('-', '_')}`;
  const address = known[name];
  if (!address) throw new CommandError(`Where is "${env}"? Give its address with --url or in ${name}.`, EXIT.usage);
  return runtimeUrl(address, known);
}

/**
 * The name of the environment a runtime serves; none where it was not given one.
 *
 * @throws CommandError where it is not the one that is meant
 */
export async function checkEnvironment(url: string, meant: string | undefined): Promise<string | undefined> {
  const { environment } = orFail(await apiAt(url)(api.getOverview, {}), url);
  if (meant === undefined || meant === environment) return environment;
  const serves = environment === undefined ? 'no environment by name (LOCKSTEP_ENVIRONMENT)' : environment;
  throw new CommandError(`The runtime at ${url} serves ${serves}, not ${meant}. Nothing was changed.`);
}
