import { Hono } from 'hono';
import { contractUses } from './contract-uses.ts';
import type { AppEnv } from './env.ts';
import { eventRoutes } from './events/event-routes.ts';
import { guard } from './guard.ts';
import { createHookTable, type HookTable } from './hooks/hook-table.ts';
import { hookRoutes } from './hooks/ingress.ts';
import { databaseAway } from './overloaded.ts';
import type { Doors } from './ports.ts';
import { ProblemError, problem, problemResponse } from './problem.ts';
import { bindingRoutes } from './routes/bindings.ts';
import { boardRoutes } from './routes/boards.ts';
import { businessDateRoutes } from './routes/business-dates.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { capabilityRoutes } from './routes/capabilities.ts';
import { caseRoutes } from './routes/cases.ts';
import { connectionRoutes } from './routes/connections.ts';
import { contractDraftRoutes } from './routes/contract-drafts.ts';
import { contractReleaseRoutes } from './routes/contract-releases.ts';
import { contractRoutes } from './routes/contracts.ts';
import { customerRoutes } from './routes/customers.ts';
import { estateRoutes } from './routes/estate.ts';
import { exceptionWorkRoutes } from './routes/exception-work.ts';
import { exceptionRoutes } from './routes/exceptions.ts';
import { flowStatsRoutes } from './routes/flow-stats.ts';
import { flowRoutes } from './routes/flows.ts';
import { type HealthDoors, healthRoutes } from './routes/health.ts';
import { landscapeRoutes } from './routes/landscape.ts';
import { laneRoutes } from './routes/lanes.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { liveRoutes } from './routes/live.ts';
import { overviewRoutes } from './routes/overview.ts';
import { pauseRoutes } from './routes/pauses.ts';
import { presenceRoutes } from './routes/presence.ts';
import { promotionRoutes } from './routes/promotions.ts';
import { publishRoutes } from './routes/publish.ts';
import { referenceRoutes } from './routes/reference.ts';
import { replayRoutes } from './routes/replays.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { runMigrationRoutes } from './routes/run-migrations.ts';
import { runReplayRoutes } from './routes/run-replays.ts';
import { runRoutes } from './routes/runs.ts';
import { sampleRoutes } from './routes/samples.ts';
import { scenarioRoutes } from './routes/scenarios.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { scriptRoutes } from './routes/scripts.ts';
import { statusRoutes } from './routes/status.ts';
import { storageRoutes } from './routes/storage.ts';
import { tableRoutes } from './routes/tables.ts';
import { testModeRoutes } from './routes/test-mode.ts';
import { topicRoutes } from './routes/topics.ts';
import { touchRoutes } from './routes/touches.ts';
import { tryRoutes } from './routes/tries.ts';
import { unmappedRoutes } from './routes/unmapped.ts';
import { usageRoutes } from './routes/usage.ts';
import { variableRoutes } from './routes/variables.ts';
import { waitRoutes } from './routes/waits.ts';
import { siteRoutes } from './site/site.ts';

export interface App {
  readonly hono: Hono<AppEnv>;
  readonly hooks: HookTable;
  /** Ends the event streams, so that a stop need not wait for them. */
  endStreams(): void;
}

/** All doors of the runtime on one Hono app: hooks, API, reference, health, metrics and the built designer. */
export function createApp(doors: Doors): App {
  const hono = newHono(doors);
  const hooks = createHookTable(doors);
  hono.notFound(() => problemResponse(problem('not-found')));
  hookRoutes(hono, doors, hooks);
  statusRoutes(hono, doors);
  healthRoutes(hono, doors);
  flowRoutes(hono, doors, hooks);
  publishRoutes(hono, doors, hooks);
  tryRoutes(hono, doors);
  presenceRoutes(hono, doors);
  reviewRoutes(hono, doors);
  usageRoutes(hono, doors);
  pauseRoutes(hono, doors, hooks);
  scheduleRoutes(hono, doors);
  storageRoutes(hono, doors);
  runRoutes(hono, doors);
  runReplayRoutes(hono, doors);
  runMigrationRoutes(hono, doors);
  exceptionWorkRoutes(hono, doors);
  exceptionRoutes(hono, doors);
  laneRoutes(hono, doors);
  ledgerRoutes(hono, doors);
  caseRoutes(hono, doors);
  capabilityRoutes(hono, doors);
  customerRoutes(hono, doors);
  waitRoutes(hono, doors);
  topicRoutes(hono, doors);
  tableRoutes(hono, doors);
  unmappedRoutes(hono, doors);
  variableRoutes(hono, doors);
  promotionRoutes(hono, doors);
  bindingRoutes(hono, doors);
  replayRoutes(hono, doors);
  eventRoutes(hono, doors);
  callbackRoutes(hono, doors);
  connectionRoutes(hono, doors);
  const uses = contractUses(doors);
  contractRoutes(hono, doors, uses);
  contractDraftRoutes(hono, doors);
  contractReleaseRoutes(hono, doors, uses);
  scriptRoutes(hono, doors);
  sampleRoutes(hono, doors);
  scenarioRoutes(hono, doors);
  estateRoutes(hono, doors);
  testModeRoutes(hono, doors);
  overviewRoutes(hono, doors);
  landscapeRoutes(hono, doors);
  flowStatsRoutes(hono, doors);
  boardRoutes(hono, doors);
  touchRoutes(hono, doors);
  businessDateRoutes(hono, doors);
  const endStreams = liveRoutes(hono, doors);
  referenceRoutes(hono, doors, hooks);
  siteRoutes(hono, doors);
  return { hono, hooks, endStreams };
}

/** What a process serves that takes no messages: health and metrics. */
export function createHealthApp(doors: HealthDoors & Pick<Doors, 'config' | 'log'>): Hono<AppEnv> {
  const hono = newHono(doors);
  const sentence = `A process with the role ${doors.config.role} serves /healthz, /readyz and /metrics only.`;
  hono.notFound(() => problemResponse(problem('not-found', sentence)));
  healthRoutes(hono, doors);
  return hono;
}

function newHono({ config, log }: Pick<Doors, 'config' | 'log'>): Hono<AppEnv> {
  const hono = new Hono<AppEnv>({ strict: true });
  hono.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    const passing = databaseAway(error);
    if (passing) return problemResponse(passing);
    log.error('A request failed for a reason of ours.', { error });
    return problemResponse(problem('internal', 'Something broke on our side. The log of the runtime says what.'));
  });
  hono.use(guard(config));
  return hono;
}
