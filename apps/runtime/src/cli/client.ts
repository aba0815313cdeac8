import { type Call, createClient } from '@lockstep/schema/api';
import { VARIABLES } from '../config/variables.ts';
import type { Installation } from '../runner/promotion/read-environment.ts';
import { CommandError, EXIT } from './exit.ts';
import type { CommandIo } from './io.ts';

/** Where the runtime is: the option, else `LOCKSTEP_URL`, else this machine at `LOCKSTEP_PORT`. */
export function runtimeUrl(option: string | undefined, env: CommandIo['env']): string {
  const url = option ?? (env.LOCKSTEP_URL || `http://127.0.0.1:${env.LOCKSTEP_PORT || VARIABLES.port.fallback}`);
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new CommandError(`"${url}" is not an http address.`, EXIT.usage);
  return url.replace(/\/+$/, '');
}

/** The API of a running runtime. */
export function apiAt(url: string): Call {
  return createClient({ baseUrl: url, fetch: (address, init) => fetch(address, init) });
}

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** The value, or the refusal as a `CommandError`. */
export function orFail<T>(answer: Answer<T>, url: string): T {
  if (answer.ok) return answer.value;
  if (answer.code === 'offline') throw new CommandError(`The runtime at ${url} does not answer: ${answer.detail}`);
  throw new CommandError(`${answer.detail} (${answer.code})`);
}

/** A running runtime, whose refusals end the command. */
export function installationAt(url: string): Installation {
  return { call: apiAt(url), value: (answer) => orFail(answer, url) };
}
