import * as boards from './boards.ts';
import * as businessDates from './business-dates.ts';
import * as capabilities from './capabilities.ts';
import * as cases from './cases.ts';
import * as contracts from './contracts.ts';
import * as customers from './customers.ts';
import type { Endpoint } from './endpoint.ts';
import * as exceptionWork from './exception-work.ts';
import * as exceptions from './exceptions.ts';
import * as flowStats from './flow-stats.ts';
import * as flows from './flows.ts';
import * as landscape from './landscape.ts';
import * as lanes from './lanes.ts';
import * as ledger from './ledger.ts';
import * as needs from './needs.ts';
import * as overview from './overview.ts';
import * as pauses from './pauses.ts';
import * as presence from './presence.ts';
import * as promotions from './promotions.ts';
import * as replays from './replays.ts';
import * as reviews from './reviews.ts';
import * as runItems from './run-items.ts';
import * as runMigrations from './run-migrations.ts';
import * as runReplays from './run-replays.ts';
import * as runs from './runs.ts';
import * as samples from './samples.ts';
import * as scenarios from './scenarios.ts';
import * as schedules from './schedules.ts';
import * as scripts from './scripts.ts';
import * as stepParts from './step-parts.ts';
import * as storage from './storage.ts';
import * as tables from './tables.ts';
import * as testMode from './test-mode.ts';
import * as topics from './topics.ts';
import * as touches from './touches.ts';
import * as tries from './tries.ts';
import * as unmapped from './unmapped.ts';
import * as usage from './usage.ts';
import * as variables from './variables.ts';
import * as waits from './waits.ts';
import * as world from './world.ts';

/** Every operation of the API, as the runtime serves them and the reference prints them. */
export const ENDPOINTS: readonly Endpoint[] = [
  flows,
  tries,
  presence,
  reviews,
  usage,
  runMigrations,
  pauses,
  flowStats,
  touches,
  landscape,
  lanes,
  ledger,
  runs,
  exceptions,
  stepParts,
  runItems,
  runReplays,
  cases,
  businessDates,
  capabilities,
  customers,
  exceptionWork,
  samples,
  scenarios,
  schedules,
  storage,
  topics,
  tables,
  unmapped,
  variables,
  needs,
  promotions,
  contracts,
  scripts,
  replays,
  waits,
  world,
  overview,
  boards,
  testMode,
].flatMap((room) => Object.values(room).filter((value): value is Endpoint & typeof value => isEndpoint(value)));

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'ok' in value;
}
