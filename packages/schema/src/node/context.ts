import type { TriggerInfo } from '../run/events.ts';
import type { Json } from '../run/json.ts';
import type { Cases } from './cases.ts';
import type { Contacts } from './contacts.ts';
import type { Customers } from './customers.ts';
import type { CapabilityCall, FlowCall } from './define-node.ts';
import type { EventCounts, EventRange } from './event-counts.ts';
import type { FlowValues } from './values.ts';

export interface HttpRequest {
  readonly method: string;
  /** Absolute, or a path below the connection's base URL when `connection` is given. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are; an object or array is sent as JSON. */
  readonly body?: string | Json | Uint8Array;
  /** Own limit of this request in milliseconds; the attempt's deadline holds anyway. */
  readonly timeoutMs?: number;
  /** The body is wanted as it came, for files of any encoding: of a good answer, or of any. */
  readonly asBytes?: true | 'any-status';
  /** The body goes out packed, with the `Content-Encoding` that says so: only to systems that are known to take it. */
  readonly compress?: 'gzip';
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ", except `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Body as text (UTF-8), at most 10 MB. */
  readonly text: string;
  /** Body as it came, of an answer to a request with `asBytes`, below 300 or any; `text` is empty then. */
  readonly bytes?: Uint8Array;
}

/** A connection as a node sees it: resolved for the environment, secrets included. Never logged, never stored. */
export interface ResolvedConnection {
  readonly id: string;
  readonly system: string;
  readonly baseUrl: string;
  /** Plain settings and secrets of the connection by field name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the settings that are secrets. */
  readonly secretNames?: readonly string[];
}

/** Everything a step may reach. Nothing else of the world exists for a node. */
export interface StepContext extends Contacts {
  readonly runId: string;
  readonly flowId: string;
  readonly nodeId: string;
  /** From 1. */
  readonly attempt: number;
  /** Epoch milliseconds at the beginning of the attempt. */
  readonly now: number;
  /** `<run>:<step>:<scope>`; the same in every attempt, also after a takeover and a retry by hand. */
  readonly key: string;
  /** True when an earlier attempt may have had its effect: look before you repeat. */
  readonly outcomeUnknown: boolean;
  readonly trigger: TriggerInfo;
  /** @throws StepError kind `flow` when there is no such connection in this environment */
  connection(id: string): Promise<ResolvedConnection>;
  /**
   * One HTTP exchange under the egress policy. Answers for every status.
   * @throws StepError kind `transient`: `connect-failed` (nothing was sent), or `connection-lost` / `http-timeout`
   *   (`outcomeUnknown` for methods other than GET, HEAD, OPTIONS)
   */
  http(request: HttpRequest): Promise<HttpResponse>;
  /** Runs the node's script parameter `field` on the message in the sandbox. @throws StepError kind `item` or `flow` */
  script(field: string, input: Json): Promise<Json>;
  /** Problems of `value` under contract `ref` (`order` or `order@2`), at most 50. @throws StepError kind `flow` when unknown */
  checkContract(ref: string, value: Json): Promise<readonly ContractIssue[]>;
  /** Shared by all steps of this process for one key: tokens, sessions. Calls at the same time wait for one `make`. */
  cached<T>(key: string, ttlMs: number, make: () => Promise<T>): Promise<T>;
  /** Forgets a cached value, but only while it is still `stale`: two losers of one token refetch once. */
  forget(key: string, stale: unknown): void;
  /**
   * Keeps an event on its topic, and tells it to the runs that wait for its key, or will while it is kept. One `eventId`
   * counts once, so a repeated attempt with the same id (`key` is a good one) changes nothing.
   * @throws StepError kind `item` when the payload breaks the contract of the topic
   */
  publish(event: PublishedEvent): Promise<PublishOutcome>;
  /** How many different events topics have, by business date. */
  countEvents(range: EventRange): Promise<EventCounts>;
  /** What flows keep between runs. */
  readonly values: FlowValues;
  /** Business objects as all flows know them together. */
  readonly cases: Cases;
  /** Golden records of customers. */
  readonly customers: Customers;
  /**
   * Begins a run of another flow, once for this step's `key`: a repeated attempt is answered the same run. An attempt that
   * comes after the called run failed or was cancelled has it go on.
   * @throws StepError kind `flow`: no such flow, nothing bound, no fitting version, no callable start, called too deep; kind `item`: the
   *   message breaks the contract of the called flow; kind `transient`: no run can be begun now
   */
  call(request: CallRequest): Promise<CalledRun>;
  /**
   * The connection with secrets renewed, once for all processes: the others wait meanwhile and get what came of it. Where `stale` has
   * another value in `field` than the connection has now, somebody has renewed it already, and `renew` is not called. What `renew` gives is
   * kept before this returns; its `http` does not end with the attempt, for a rotating token that got lost cannot be got back.
   * @throws what `renew` throws
   */
  renewed(stale: ResolvedConnection, field: string, renew: RenewSecrets): Promise<ResolvedConnection>;
  /**
   * RSASSA-PKCS1-v1_5 with SHA-256 over the text, in base64url: how a connector signs a token it asks for another one with.
   * @throws StepError kind `flow` when the key (PEM) cannot be read
   */
  signRs256(privateKey: string, text: string): Promise<string>;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, data?: Json): void;
}

/** Gives the secrets that are new, by name. */
export type RenewSecrets = (
  current: ResolvedConnection,
  http: (request: HttpRequest) => Promise<HttpResponse>,
) => Promise<Readonly<Record<string, string>>>;

/** A fact that runs wait for. */
export interface PublishedEvent {
  readonly topic: string;
  readonly key: string;
  /** What the sender's repetition of the same fact is recognised by, per topic and key. */
  readonly eventId: string;
  readonly payload: Json;
  /** When it happened where it comes from, epoch milliseconds; that of the message of the run when absent. */
  readonly sourceAt?: number;
}

/** A run to begin: of a flow, or of whichever flow serves a capability. */
export type CallRequest = (FlowCall | CapabilityCall) & {
  readonly message: Json;
  /** What people call the message by; that of the calling run when absent. */
  readonly businessKey?: string;
};

export interface CalledRun {
  readonly runId: string;
  readonly flowId: string;
  /** The version it began on. */
  readonly version: number;
  /** The capability it serves, and the version of the binding that chose it. */
  readonly capability?: string;
  readonly binding?: number;
}

export interface PublishOutcome {
  /** `delivered`: runs waited for it; `kept`: none did so far; `duplicate`: it was here before. */
  readonly outcome: 'delivered' | 'kept' | 'duplicate';
  /** Runs that it let go on. */
  readonly runs: number;
  /** Where it is kept on its topic; absent for a duplicate. */
  readonly offset?: number;
}

export interface ContractIssue {
  /** JSON pointer into the value. */
  readonly path: string;
  readonly message: string;
}
