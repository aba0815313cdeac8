import { createClient } from '@lockstep/schema/api';
import { type Given, givenOf } from './given.ts';
import { type Systems, systemsOf } from './system.ts';
import { type Then, thenOf } from './then.ts';
import { type When, whenOf } from './when.ts';
import { type RetailWhen, retailWhen } from './when-retail.ts';

export type { Row, SystemHandle } from './system.ts';
export type { SentMessage } from './when.ts';

/** What a scenario is written with: what is there, what happens, what must come of it, and systems that can be told to fail. */
export interface Lockstep {
  readonly given: Given;
  readonly when: When & RetailWhen;
  readonly then: Then;
  readonly system: Systems;
}

/**
 * The words for a running Lockstep.
 *
 * @param url where it serves its API: `http://127.0.0.1:4700`
 */
export function lockstep(url: string): Lockstep {
  const call = createClient({ baseUrl: url, fetch });
  const system = systemsOf(url, call);
  return {
    given: givenOf(call),
    when: { ...whenOf(url, call), ...retailWhen(url, call, system) },
    // biome-ignore lint/suspicious/noThenProperty: the word of those who write scenarios; this is no promise and nobody awaits it
    then: thenOf(call, system),
    system,
  };
}
