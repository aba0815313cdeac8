import type { EstateSystem, LiveEvent } from '@lockstep/schema/api';
import type {
  Catalogue,
  ConnectionLimits,
  Contacts,
  ContractIssue,
  HttpRequest,
  HttpResponse,
  ResolvedConnection,
} from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { Config } from '../config/config.ts';
import type { Certificates } from '../egress/index.ts';
import type { BulkRetries } from '../runner/bulk/bulk-retries.ts';
import type { ContractBook } from '../runner/contract-book.ts';
import type { FlowTestParts } from '../runner/flow-tests/run-flow-test.ts';
import type { GuardedConnection, Guards } from '../runner/guard/index.ts';
import type { Host } from '../runner/host/types.ts';
import type { HashValue } from '../runner/life/search-fields.ts';
import type { Executor, LoadedFlow } from '../runner/steps/index.ts';
import type { Publisher } from '../runner/topics/publisher.ts';
import type { Readers } from '../runner/topics/readers.ts';
import type { TopicBook } from '../runner/topics/topic-book.ts';
import type { VariableBook } from '../runner/variables/variable-book.ts';
import type { Waits } from '../runner/waits.ts';
import type { Sandbox, SandboxCall } from '../sandbox/index.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { CustomerBook } from '../store/customers/customer-book.ts';
import type { Db, ReaderStore, TopicStore } from '../store/index.ts';
import type { TestIdStore } from '../store/test-ids.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Metrics } from './metrics.ts';

/** The host of the runs, as the doors see it. */
type RunHost = Pick<
  Host,
  | 'start'
  | 'waitForResponse'
  | 'retry'
  | 'planRetry'
  | 'cancel'
  | 'discard'
  | 'moveOn'
  | 'replay'
  | 'planReplay'
  | 'inFlight'
>;

/** Connections of this environment with their secrets. */
export interface ConnectionBook {
  list(): Promise<readonly ShownConnection[]>;
  put(id: string, change: ConnectionChange): Promise<ShownConnection>;
  resolve(id: string): Promise<GuardedConnection | undefined>;
  /** Public keys of a sender, fetched anew: the connection that has them, `pending` where another asked a moment ago. */
  renewKeys?(connection: ResolvedConnection): Promise<ResolvedConnection | 'pending' | undefined>;
}

/** A connection without its secrets. */
export interface ShownConnection {
  readonly id: string;
  readonly name: string;
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secretsSet: readonly string[];
  /** In force: its own, or the defaults of its type. */
  readonly limits: ConnectionLimits;
  readonly updatedAt: Date;
}

export interface ConnectionChange {
  readonly name: string;
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Left out: keeps its value; empty: removed. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Left out: as before; null: the defaults of its type. */
  readonly limits?: ConnectionLimits | null | undefined;
}

/** Fans changes out to the browsers that listen, on this process and the others. */
export interface LiveFeed {
  subscribe(listener: (id: string, event: LiveEvent) => void): () => void;
  /** Events after the one with this id, oldest first; `undefined` when it is no longer known. */
  since(id: string): readonly (readonly [string, LiveEvent])[] | undefined;
  publish(event: LiveEvent): void;
}

/** The time of a server in test mode, simulated systems included. */
export interface TestTime {
  read(): { readonly now: string; readonly aheadMs: number };
  /** @returns `busy` when something would not end; some of the time may have passed then */
  pass(ms: number): Promise<'passed' | 'busy'>;
}

/** Everything the doors stand on; built by `main.ts`, replaced piece by piece in tests. */
export interface Doors {
  readonly config: Pick<Config, 'host' | 'demo' | 'testApi' | 'role' | 'maxBodyBytes' | 'eventRetentionDays'> &
    Pick<Config, 'publicUrl' | 'allowedHosts' | 'sampleOverride' | 'review' | 'environment'>;
  readonly version: string;
  readonly db: Db;
  /** Golden records. */
  readonly customers: CustomerBook;
  readonly catalogue: Catalogue;
  readonly contracts: Pick<ContractBook, 'all' | 'find' | 'refresh'>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
  readonly sandbox: Sandbox;
  readonly host: RunHost;
  readonly waits: Waits;
  readonly topics: TopicStore;
  readonly readers: ReaderStore;
  /** Reads topics on; told when there is something new to read. */
  readonly readings: Pick<Readers, 'nudge'>;
  readonly publisher: Publisher;
  readonly topicBook: Pick<TopicBook, 'find' | 'refresh'>;
  readonly flows: FlowLoader;
  readonly connections: ConnectionBook;
  /** Seals what must not be read in the database. */
  readonly secrets: SecretBox;
  readonly variables: Pick<VariableBook, 'now' | 'refresh'>;
  readonly guards: Pick<Guards, 'health' | 'setBreaker'>;
  /** One exchange under the egress policy, for connection tests. */
  readonly egress: (request: HttpRequest, certificates?: Certificates) => Promise<HttpResponse>;
  /** Other machines that do not speak HTTP, for the same. */
  readonly contacts: Contacts;
  readonly live: LiveFeed;
  /** Makes values of sensitive search fields ones that say nothing. */
  readonly hashValue: HashValue;
  readonly metrics: Metrics;
  /** Does the steps of tries: as production, but for calls of other flows, which need a run. */
  readonly trying: Executor;
  /** What scenarios run with. */
  readonly testing: FlowTestParts;
  /** What a script looks things up in, as it is now: for previews and samples. */
  readonly tablesOf: (source: string) => Promise<SandboxCall['tables']>;
  /** Does again what waited for a code; told when a table has a new version. */
  readonly corrections: Pick<BulkRetries, 'nudge'>;
  /** Works off bulk retries; told when there is a new one. */
  readonly bulkRetries: Pick<BulkRetries, 'nudge'>;
  /** The simulated systems; absent where the demo is off. */
  readonly estate?: {
    readonly systems: readonly EstateSystem[];
    readonly url: string;
    /** Tells the systems again where we are; one that began anew has forgotten whom it told of what. */
    openDoors(): Promise<void>;
  };
  /** Folder of the built designer. */
  readonly designerDir: string;
  readonly now: () => number;
  /** Where the process is in test mode. */
  readonly testTime?: TestTime;
  readonly testIds?: TestIdStore;
  /** True while the process does what its role says. */
  readonly isReady: () => Promise<boolean>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

interface FlowLoader {
  /** @throws when there is no such snapshot */
  load(snapshotId: string): Promise<LoadedFlow>;
}
