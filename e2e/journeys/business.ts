import type { Faults } from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { TestInfo } from '@playwright/test';
import { type Lockstep, lockstep } from '../kit/index.ts';
import { test as base } from './fixtures.ts';

/** Faults of a scenario, by system. */
export type Weather = Readonly<Record<string, Faults>>;

/** Nobody waits here for a breaker that stays open for ten seconds, nor for the quota that a real partner grants. */
const IMPATIENT = {
  rate: { perSecond: 400, burst: 400, adaptive: true },
  concurrency: 20,
  breaker: { ...DEFAULT_BREAKER, openMs: 500, maxOpenMs: 1_000 },
  drainPerSecond: 100,
};
const SYSTEMS = ['shopify', 'sap', 'wms', 'dropship', 'stripe', 'salesforce', 'business-central'];
const MORE_SYSTEMS = ['avatax', 'sftp', 'sp-api', 'loyalty', 'analytics', 'zendesk'];

interface Business {
  /** The words of the kit, for the runtime of these scenarios. */
  readonly retailer: Lockstep;
}

/** Scenarios of the shipped flows: one runtime in test mode for all of a worker, which forgets everything before each. */
export const test = base.extend<Business, { readonly words: Lockstep }>({
  testMode: [true, { scope: 'worker' }],
  words: [
    async ({ runtime }, use) => {
      const words = lockstep(runtime.url);
      for (const system of [...SYSTEMS, ...MORE_SYSTEMS]) await words.given.limits(system, IMPATIENT);
      await use(words);
    },
    { scope: 'worker' },
  ],
  retailer: async ({ words, runtime }, use, info) => {
    await words.system.reset(info.title);
    await use(words);
    if (info.status !== info.expectedStatus) await tellHowItStood(info, runtime.url);
  },
});

export { expect } from './fixtures.ts';

/** What somebody who looks for the reason wants to see: the runs, the exceptions, and the state of each system. */
async function tellHowItStood(info: TestInfo, url: string): Promise<void> {
  const attach = async (name: string, path: string) => {
    const body = await (await fetch(`${url}/api/${path}`)).text();
    await info.attach(`${name}.json`, { body, contentType: 'application/json' });
  };
  await attach('runs', 'runs?limit=200');
  await attach('exceptions', 'exceptions?status=open');
  for (const system of [...SYSTEMS, ...MORE_SYSTEMS]) await attach(system, `estate/${system}/state`);
}

/** The same scenario twice, once when all is well and once in such weather; the same must have come of it. */
export function inAnyWeather(
  scenario: string,
  weather: Weather,
  tell: (title: string, weather: Weather) => void,
): void {
  tell(`${scenario}, when all is well`, {});
  tell(`${scenario}, in foul weather`, weather);
}

/** The weather begins. */
export async function begins({ system }: Lockstep, weather: Weather): Promise<void> {
  for (const [name, faults] of Object.entries(weather)) await system(name).misbehaves(faults);
}

/** The weather is over: every system is well. */
export async function ends({ system }: Lockstep, weather: Weather): Promise<void> {
  for (const name of Object.keys(weather)) await system(name).isWell();
}
