import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import type { EstateService } from '@lockstep/nodes/simulators';
import { EstateSystem } from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { createBrokers } from './brokers/index.ts';
import type { Config } from './config/config.ts';
import { dutiesOf } from './config/role.ts';
import { createDatabases } from './database/index.ts';
import { certificatesOf, createAllowedAddress, createEgress, createOpenSocket } from './egress/index.ts';
import { createFtp } from './ftp/index.ts';
import { createApp, createHealthApp } from './http/app.ts';
import { createCache } from './http/cache.ts';
import { createMetrics } from './http/metrics.ts';
import type { Doors } from './http/ports.ts';
import { type HttpServer, listen } from './http/server.ts';
import { createMail } from './mail/index.ts';
import { acceptedAt, loopbackOf, shownHost } from './main/addresses.ts';
import { createConnectionBook } from './main/connection-book.ts';
import { databaseProbe } from './main/database-probe.ts';
import { openDoors, startDemo } from './main/demo.ts';
import { watchEngine } from './main/engine-watch.ts';
import { createFlowCache } from './main/flow-cache.ts';
import { keepHooksFresh } from './main/fresh-hooks.ts';
import { hostLog } from './main/host-log.ts';
import { createLiveFeed } from './main/live-feed.ts';
import { measuredExecutor } from './main/measured-executor.ts';
import { createPublicKeys } from './main/public-keys.ts';
import { startQuotaWatch } from './main/quota-watch.ts';
import { serverLog } from './main/server-log.ts';
import { createStack } from './main/stack.ts';
import { openTime, passingTime, warnOfTime } from './main/test-time.ts';
import { startTicking } from './main/ticking.ts';
import { topicCounts } from './main/topic-counts.ts';
import { createPubSub } from './pubsub/index.ts';
import { createCalls } from './runner/calls/calls.ts';
import { systemClock } from './runner/clock.ts';
import { openContractBook } from './runner/contract-book.ts';
import { createContractChecker } from './runner/contracts.ts';
import { createGuards } from './runner/guard/index.ts';
import { createHost, type Host, postgresStorage } from './runner/host/index.ts';
import { createPlaceOf } from './runner/lanes/place-of.ts';
import { createFieldsOf, createHashValue } from './runner/life/search-fields.ts';
import { createExecutor, type ExecutorParts, filesBySystem } from './runner/steps/index.ts';
import { newestTables } from './runner/tables/newest-tables.ts';
import { createStepTables } from './runner/tables/step-tables.ts';
import { createTableBook } from './runner/tables/table-book.ts';
import { createPublisher } from './runner/topics/publisher.ts';
import { type Readers, startReaders } from './runner/topics/readers.ts';
import { openTopicBook } from './runner/topics/topic-book.ts';
import { refuseCall } from './runner/tries/refuse-call.ts';
import { createRunVariables, withVariables } from './runner/variables/run-variables.ts';
import { openVariableBook } from './runner/variables/variable-book.ts';
import { createWaits } from './runner/waits.ts';
import { createSandbox } from './sandbox/index.ts';
import { createSecretBox } from './secrets/secret-box.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { signRs256 } from './secrets/sign.ts';
import { createSftp } from './sftp/index.ts';
import { countCases } from './store/cases/case-views.ts';
import { CONNECTION_CHANNEL } from './store/connections.ts';
import { countOpenExceptions } from './store/exceptions.ts';
import { openStore, type Store } from './store/index.ts';
import { countLanes } from './store/lanes/view.ts';
import { countUnmapped } from './store/xref/unmapped.ts';
import { createLogger, type Logger } from './telemetry/index.ts';

/** A runtime that serves. */
export interface Runtime {
  /** Address to open in a browser. */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly host: Host;
  /** The simulated systems, where the demo is on. */
  readonly estate?: EstateService;
  /** Takes nothing new, lets runs end for a while, hands the rest over and stops all that was started. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** What waits in lanes is counted for `/metrics` at most this often. */
const LANE_COUNTS_MS = 5_000;
/** Open cases likewise. */
const CASE_COUNTS_MS = 10_000;
const DESIGNER_DIR = fileURLToPath(new URL('../../designer/dist', import.meta.url));

export const VERSION = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * Builds everything and opens the doors last, so that a port that answers is a runtime that works. What was started is
 * stopped again, in reverse, when a later part fails.
 *
 * @throws EmbeddedPostgresError | MigrationError | SecretError | ListenError | an error of the database driver
 */
export async function startRuntime(
  config: Config,
  log: Logger = createLogger({ level: config.logLevel }),
): Promise<Runtime> {
  const stack = createStack();
  try {
    return await build(config, log, stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** A token endpoint that takes longer holds up whoever needs the connection. */
const RENEW_MS = 10_000;

async function build(config: Config, log: Logger, stack: ReturnType<typeof createStack>): Promise<Runtime> {
  const { databaseUrl, dataDir, secretKey } = config;
  if (config.testApi) log.warn('TEST MODE: whoever reaches /api/test can forget every run of this database.');
  const duties = dutiesOf(config.role);
  const [store, key, bare] = await Promise.all([
    stack.add(
      openStore({
        ...(databaseUrl === undefined ? { dataDir, onServerNews: serverLog(log) } : { databaseUrl }),
        testClock: config.testApi,
      }),
    ),
    loadSecretKey({ dataDir, ...(secretKey !== undefined && { setting: secretKey }) }),
    stack.add(createSandbox({ size: config.sandboxChildren, log: (line) => log.warn('Sandbox', { line }) })),
  ]);
  const { db } = store;
  const testClock = await openTime(store);
  if (!testClock) await warnOfTime(store, log);
  const clock = testClock ?? systemClock;
  const variables = await stack.add(
    openVariableBook(store, (error) => log.warn('Variables could not be read.', { error })),
  );
  const sandbox = withVariables(bare, variables);
  const contracts = await stack.add(
    openContractBook(store, (error) => log.warn('The registry of contracts could not be read.', { error })),
  );
  const flows = createFlowCache({ db, catalogue, contracts });
  const box = createSecretBox(key);
  const book = createConnectionBook({ db, box });
  const unreadable = await book.unreadable();
  if (unreadable.length > 0) {
    log.error('Secrets of connections were sealed with another key. Give every process the same LOCKSTEP_SECRET_KEY.', {
      connections: unreadable,
    });
  }
  const live = await stack.add(
    createLiveFeed(store, (error) => log.warn('Changes could not be told to other processes.', { error })),
  );
  const metrics = createMetrics();
  let port = config.port;
  const baseUrl = () => config.publicUrl ?? `http://${shownHost(config.host)}:${port}`;
  const waits = createWaits({
    mailbox: store.mailbox,
    topics: store.topics,
    secretKey: key,
    baseUrl,
  });
  const egress = await stack.add(createEgress());
  const renewKeys = createPublicKeys({
    ...{ db, book },
    http: (request, { settings }) => egress.request(request, undefined, undefined, certificatesOf(settings)),
  });
  const openSocket = createOpenSocket();
  const contacts = {
    files: filesBySystem({ sftp: stack.add(createSftp({ openSocket })), ftp: stack.add(createFtp({ openSocket })) }),
    database: stack.add(createDatabases({ openSocket })),
    brokers: stack.add(createBrokers({ addressOf: createAllowedAddress() })),
    mail: createMail({ openSocket }),
  };
  const contractChecker = createContractChecker(contracts);
  const topicBook = await stack.add(
    openTopicBook(store, (error) => log.warn('Declarations of topics could not be read.', { error })),
  );
  const publisher = createPublisher({ topics: store.topics, book: topicBook, contracts: contractChecker });
  const guards = await stack.add(
    createGuards({
      store,
      worker: randomUUID(),
      clock: clock.now,
      warn: (error, message) => log.warn(message, { error }),
    }),
  );
  metrics.setConnections(guards.stats);
  metrics.setTopics(() => topicCounts(store));
  const built = Promise.withResolvers<Host>();
  const calls = createCalls({
    storage: postgresStorage(store),
    calls: store.calls,
    shadows: store.shadows,
    addressOf: async (id) => (await book.resolve(id))?.baseUrl,
    clock,
    loadSnapshot: flows.load,
    checkContract: contractChecker.check,
    host: built.promise,
    maxDepth: config.maxCallDepth,
    log: hostLog(log),
  });
  const quotas = await stack.add(startQuotaWatch({ store, metrics, log }));
  const hashValue = createHashValue(key);
  const tables = createTableBook(db);
  const tellUnmapped = (names: readonly string[]) => {
    const tell = (unmapped: number) => {
      for (const table of names) live.publish({ type: 'table.changed', table, unmapped });
    };
    countUnmapped(db).then(tell, (error: unknown) => log.warn('Unmapped codes could not be counted.', { error }));
  };
  const stepParts: ExecutorParts = {
    catalogue,
    runs,
    sandbox,
    http: egress,
    contacts,
    guards,
    connections: book.resolve,
    renew: (stale, field, make) =>
      book.renew(stale, field, (current) =>
        make(current, (request) =>
          egress.request({ ...request, timeoutMs: RENEW_MS }, undefined, undefined, certificatesOf(current.settings)),
        ),
      ),
    contracts: contractChecker,
    publish: publisher.fromStep,
    countEvents: store.topics.countEvents,
    values: store.values,
    cases: store.cases,
    customers: store.customers,
    call: calls.call,
    callbackUrl: waits.callbackUrl,
    variables: createRunVariables({ book: variables, connections: book.resolve }),
    tables: createStepTables({ db, book: tables, onUnmapped: tellUnmapped }),
    log,
  };
  const executor = createExecutor(stepParts);
  const estate =
    config.demo && duties.serves
      ? await stack.add(
          startDemo({
            db,
            topics: store.topics,
            catalogue,
            book,
            folder: dataDir,
            ordersPerMinute: config.ordersPerMinute,
            profile: config.ordersProfile,
          }),
        )
      : undefined;

  let readers: Readers | undefined;
  const host = await createHost({
    store,
    clock,
    executor: measuredExecutor(executor, metrics),
    loadSnapshot: flows.load,
    placeOf: createPlaceOf(sandbox),
    variablesOf: (loaded) => (loaded.variables.size === 0 ? undefined : variables.now().revision),
    fieldsOf: createFieldsOf({ hashValue, contracts }),
    admit: quotas.admit,
    leaseMs: config.leaseMs,
    heartbeatMs: config.leaseMs / 5,
    pollMs: Math.min(1_000, config.leaseMs / 2),
    works: duties.works,
    maxInFlight: config.maxInFlight,
    maxQueued: config.maxBacklog,
    drainMs: config.drainMs,
    onRunChanged: ({ runId, flowId, status }) => {
      const at = clock.now();
      live.publish({ type: 'run.changed', runId, flowId, status, at });
      if (!isEnded(status)) return;
      metrics.runEnded(status, at - acceptedAt(runId));
      readers?.freed(flowId);
    },
    onSlaBreached: ({ flowId, node }) => metrics.slaBreached(flowId, node),
    onException: ({ exceptionId, runId, flowId }) => {
      const tell = (open: number) => live.publish({ type: 'exception.changed', id: exceptionId, runId, flowId, open });
      countOpenExceptions(db).then(tell, (error: unknown) =>
        log.warn('Open exceptions could not be counted.', { error }),
      );
    },
    calls,
    log: hostLog(log),
  });
  stack.add(host);
  built.resolve(host);
  metrics.setInFlight(host.inFlight);
  metrics.setQueued(host.queued);
  stack.add(
    watchEngine({
      store,
      inFlight: host.inFlight,
      queued: host.queued,
      onError: (error) => log.warn('How this process is could not be written down.', { error }),
    }),
  );

  if (duties.works) {
    readers = await stack.add(startReaders({ store, host, sandbox, loadSnapshot: flows.load, now: clock.now, log }));
  }
  const ticking = duties.ticks
    ? await startTicking({
        store,
        host,
        loadSnapshot: flows.load,
        live,
        metrics,
        stack,
        keepEventsMs: config.eventRetentionDays * DAY_MS,
        baseUrl,
        pickups: { files: contacts.files, connections: book.resolve, guards },
        messages: { brokers: contacts.brokers, catalogue, connections: book.resolve, sandbox },
        changes: {
          pubSub: createPubSub({ addressOf: createAllowedAddress() }),
          signIn: { http: (request) => egress.request({ ...request, timeoutMs: RENEW_MS }), signRs256 },
        },
        now: clock.now,
        log,
      })
    : undefined;
  const laneCounts = createCache<Awaited<ReturnType<typeof countLanes>>>({ max: 1, ttlMs: LANE_COUNTS_MS });
  metrics.setLanes(() => laneCounts.get('', () => countLanes(db)));
  const caseCounts = createCache<Awaited<ReturnType<typeof countCases>>>({ max: 1, ttlMs: CASE_COUNTS_MS });
  metrics.setCases(() => caseCounts.get('', () => countCases(db)));
  const isDatabaseThere = databaseProbe(store);
  let ready = false;
  let closing: Promise<void> | undefined;
  const isReady = async () =>
    ready &&
    (!duties.serves || host.accepting()) &&
    (config.role !== 'worker' || host.working()) &&
    (config.role !== 'scheduler' || (ticking?.isLooking() ?? false)) &&
    (await isDatabaseThere());
  const doors = (): Doors => ({
    config,
    version: VERSION,
    db,
    customers: store.customers,
    catalogue,
    contracts,
    checkContract: (ref, value) => contractChecker.check(ref, value),
    sandbox,
    host,
    waits,
    topics: store.topics,
    readers: store.readers,
    // Elsewhere, news in the database wakes those who read and tick.
    readings: readers ?? { nudge: () => undefined },
    publisher,
    topicBook,
    flows,
    connections: { ...book, renewKeys },
    secrets: box,
    variables,
    guards,
    egress: (request, certificates) => egress.request(request, undefined, undefined, certificates),
    contacts,
    live,
    hashValue,
    metrics,
    trying: createExecutor({ ...stepParts, call: refuseCall }),
    testing: { catalogue, runs, sandbox, contracts: contractChecker },
    tablesOf: (source) => newestTables(source, { db, book: tables }),
    corrections: ticking?.corrections ?? { nudge: () => undefined },
    bulkRetries: ticking ?? { nudge: () => undefined },
    ...(estate && {
      estate: {
        systems: estate.entries.map((entry) => EstateSystem.parse(entry)),
        url: `${estate.url}/_estate`,
        openDoors: () => openDoors(estate, here(), db),
      },
    }),
    designerDir: DESIGNER_DIR,
    now: clock.now,
    ...(store.testIds && { testIds: store.testIds }),
    ...(testClock && {
      testTime: passingTime(testClock, { store, estate, look: () => ticking?.looked() ?? Promise.resolve() }),
    }),
    isReady,
    log,
  });
  const here = () => `http://${loopbackOf(config.host)}:${port}`;
  const app = duties.serves ? createApp(doors()) : undefined;
  if (app) await stack.add(keepHooksFresh(app.hooks, { store, log }));
  await store.listen(CONNECTION_CHANNEL, book.forget);
  if (!duties.serves && config.publicUrl === undefined) {
    log.warn('Set LOCKSTEP_PUBLIC_URL: without it, addresses for callbacks lead to this process, which serves none.', {
      role: config.role,
    });
  }

  const server: HttpServer = await listen(app?.hono ?? createHealthApp({ config, isReady, metrics, log }), config);
  port = server.port;
  const url = `http://${shownHost(config.host)}:${server.port}`;
  ready = true;
  if (estate) await openDoors(estate, here(), db);

  return {
    url,
    port: server.port,
    store,
    host,
    ...(estate && { estate }),
    close() {
      ready = false;
      app?.endStreams();
      // Requests under way may still wait for their runs; new ones are refused by the host.
      closing ??= Promise.all([server.close(config.drainMs), stack.close()]).then(() => undefined);
      return closing;
    },
  };
}
