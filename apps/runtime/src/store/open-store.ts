import type { FlowValues } from '@lockstep/schema/node';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { type CallStore, createCallStore } from './calls.ts';
import { createShadowStore, type ShadowStore } from './capabilities/shadows.ts';
import { type CaseBook, createCaseBook } from './cases/case-book.ts';
import { type CustomerBook, createCustomerBook } from './customers/customer-book.ts';
import { type EmbeddedServer, startEmbedded } from './embedded/server.ts';
import type { ServerNews } from './embedded/supervise.ts';
import { BY_KEY } from './journal/by-key.ts';
import { createJournal, type Journal } from './journal/journal.ts';
import { createWorkers, type Workers } from './journal/workers.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { migrate } from './migrate.ts';
import { createReaderStore, type ReaderStore } from './readers/reader-store.ts';
import * as tables from './tables/index.ts';
import { openTestClock, TEST_CLOCK_PATH, type TestClockStore } from './test-clock.ts';
import { openTestIds, type TestIdStore } from './test-ids.ts';
import { createTopicStore, type TopicStore } from './topics/topic-store.ts';
import { createFlowValues } from './values.ts';

/** Where the data is: an external PostgreSQL 15 or newer, or an embedded one below a folder. */
export type StoreOptions = ({ readonly databaseUrl: string } | EmbeddedStoreOptions) & {
  /** Time passes by the word of tests too: see `openTestClock`. */
  readonly testClock?: boolean;
};

/** The embedded server is watched and restarted when it dies; `onServerNews` hears of it. */
export interface EmbeddedStoreOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly onServerNews?: (news: ServerNews) => void;
}

/** What the ordinary queries in this folder take. */
export type Db = PostgresJsDatabase<typeof tables>;

/** The database of one installation. */
export interface Store {
  /** For ordinary queries; its own pool, so a slow list never holds up the journal. */
  readonly db: Db;
  /** For hand-written statements: JSON as text, int8 as number. */
  readonly sql: Sql;
  /** Where runs are written down. */
  readonly journal: Journal;
  /** Lives and claims of the processes that run flows. */
  readonly workers: Workers;
  /** What comes in for runs that wait, beside events. Beside the lists: it must not hold up the journal. */
  readonly mailbox: Mailbox;
  /** Events, in the order they were told. */
  readonly topics: TopicStore;
  /** Who reads topics, and how far. */
  readonly readers: ReaderStore;
  /** What flows keep between runs. */
  readonly values: FlowValues;
  /** Business objects as all flows know them together. */
  readonly cases: CaseBook;
  /** Golden records of customers. */
  readonly customers: CustomerBook;
  /** What is kept about calls of flows by flows. */
  readonly calls: CallStore;
  /** Calls of capabilities that went to a second flow too. */
  readonly shadows: ShadowStore;
  /** Where the store was opened for tests. */
  readonly testClock?: TestClockStore;
  readonly testIds?: TestIdStore;
  /** Of the database itself, password included: for further processes. */
  readonly databaseUrl: string;
  readonly embedded: boolean;
  /** Migrations applied while opening. */
  readonly migrated: readonly string[];
  /**
   * Hears NOTIFY of any process. After a lost connection it listens anew and calls `onConnect` again: what was sent in
   * between is lost, so look for yourself there.
   */
  listen(channel: string, onMessage: (payload: string) => void, onConnect?: () => void): Promise<() => Promise<void>>;
  /** Tells every process that listens, this one included. @param payload at most 7,900 bytes */
  notify(channel: string, payload: string): Promise<void>;
  /** Ends the connections and, when it is ours and nobody else's, the embedded server. */
  close(): Promise<void>;
}

export type Sql = postgres.Sql<{ bigint: number }>;

/** Sizes of the pools: the journal keeps one statement of each kind in flight, two for appends, so few are enough. */
const JOURNAL_CONNECTIONS = 6;
const APPEND_CONNECTIONS = 2;
const QUERY_CONNECTIONS = 8;

/**
 * Opens the store, starting the embedded server when there is no URL, and migrates it.
 *
 * @throws EmbeddedPostgresError | MigrationError | an error of the driver, each with a sentence for a person
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const server = 'databaseUrl' in options ? undefined : await startServer(options);
  const databaseUrl = 'databaseUrl' in options ? options.databaseUrl : (server as EmbeddedServer).url;
  const settings: Readonly<Record<string, string>> = options.testClock ? { search_path: TEST_CLOCK_PATH } : {};
  const byKey = { ...settings, ...BY_KEY };
  const sql = connect(databaseUrl, { max: JOURNAL_CONNECTIONS, application: 'lockstep-journal', settings });
  const appends = connect(databaseUrl, { max: APPEND_CONNECTIONS, application: 'lockstep-appends', settings: byKey });
  const queries = connect(databaseUrl, { max: QUERY_CONNECTIONS, application: 'lockstep-queries', settings });
  const close = async () => {
    await Promise.all([sql, appends, queries].map((pool) => pool.end({ timeout: 5 })));
    await server?.stop();
  };
  try {
    const migrated = await migrate(sql);
    const testClock = options.testClock ? await openTestClock(sql) : undefined;
    const testIds = testClock && (await openTestIds(sql));
    await sql`select ensure_run_event_partitions(2), ensure_topic_event_partitions(2)`;
    return {
      db: drizzle(queries, { schema: tables }),
      sql,
      journal: createJournal(sql, appends),
      workers: createWorkers(sql),
      mailbox: createMailbox(queries),
      topics: createTopicStore(queries),
      readers: createReaderStore(sql, queries),
      values: createFlowValues(queries),
      cases: createCaseBook(queries),
      customers: createCustomerBook(queries),
      calls: createCallStore(queries),
      shadows: createShadowStore(queries),
      ...(testClock && { testClock }),
      ...(testIds && { testIds }),
      databaseUrl,
      embedded: server !== undefined,
      migrated,
      async listen(channel, onMessage, onConnect) {
        const { unlisten } = await sql.listen(channel, onMessage, onConnect);
        return unlisten;
      },
      async notify(channel, payload) {
        await sql.notify(channel, payload);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function startServer({ onServerNews = () => undefined, ...place }: EmbeddedStoreOptions): Promise<EmbeddedServer> {
  return startEmbedded({ ...place, onNews: onServerNews });
}

interface PoolOptions {
  readonly max: number;
  readonly application: string;
  /** Of PostgreSQL, for each connection. */
  readonly settings?: Readonly<Record<string, string>>;
}

function connect(url: string, { max, application, settings }: PoolOptions): Sql {
  return postgres(url, {
    max,
    connection: { application_name: application, TimeZone: 'UTC', ...settings },
    connect_timeout: 10,
    // Back after a database restart within half a second, without a storm.
    backoff: (attempt) => Math.min(0.5, 0.05 * 2 ** attempt),
    onnotice: () => undefined,
    // Epochs and counts stay far below 2^53.
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  });
}
