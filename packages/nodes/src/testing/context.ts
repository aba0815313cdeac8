import { createPrivateKey, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { contracts, findContract } from '@lockstep/schema/contracts';
import {
  type Brokers,
  type CallRequest,
  type Cases,
  type ContractIssue,
  type Customers,
  type Database,
  type FlowValues,
  type HttpRequest,
  type HttpResponse,
  type Mail,
  type PublishedEvent,
  type RemoteFiles,
  type ResolvedConnection,
  type StepContext,
  StepError,
} from '@lockstep/schema/node';
import type { Json, TriggerInfo } from '@lockstep/schema/run';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { casesInMemory } from '../cases-in-memory.ts';
import { customersInMemory } from '../customers-in-memory.ts';
import { valuesInMemory } from '../values-in-memory.ts';
import { filesInMemory } from './files-in-memory.ts';
import { noBrokers } from './no-brokers.ts';
import { noDatabase } from './no-database.ts';
import { noMail } from './no-mail.ts';
import { runScript } from './script.ts';

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly data?: Json;
}

export interface TestWorld {
  readonly connections?: readonly ResolvedConnection[];
  readonly attempt?: number;
  readonly key?: string;
  readonly outcomeUnknown?: boolean;
  readonly trigger?: TriggerInfo;
  readonly now?: number;
  /** Scripts of the node by parameter. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Kept by an earlier context; empty when absent. */
  readonly values?: FlowValues;
  /** Of an earlier context; empty when absent. */
  readonly cases?: Cases;
  /** Files of other machines; empty folders when absent. */
  readonly files?: RemoteFiles;
  /** Databases of other systems; none when absent. */
  readonly database?: Database;
  /** Of an earlier context; empty when absent. */
  readonly customers?: Customers;
  /** What topics have; nothing when absent. */
  readonly countEvents?: StepContext['countEvents'];
  /** Message brokers; none when absent. */
  readonly brokers?: Brokers;
  /** Mail servers; none when absent. */
  readonly mail?: Mail;
}

/** A context over real HTTP, with what a test wants to look at afterwards. */
export interface TestContext extends StepContext {
  readonly requests: HttpRequest[];
  readonly logs: LogLine[];
  readonly published: PublishedEvent[];
  readonly calls: CallRequest[];
  /** The next attempt of the same step in the same process: cache, key and records are shared. */
  again(change?: Pick<TestWorld, 'outcomeUnknown' | 'trigger'>): TestContext;
}

/** Everything a step may reach, on real sockets: what the runtime gives it, small enough for a node's own test. */
export function contextFor(world: TestWorld = {}): TestContext {
  const cache = new Map<string, { readonly made: Promise<unknown>; value?: unknown }>();
  const requests: HttpRequest[] = [];
  const logs: LogLine[] = [];
  const published: PublishedEvent[] = [];
  const values = world.values ?? valuesInMemory();
  const cases = world.cases ?? casesInMemory();
  const files = world.files ?? filesInMemory().files;
  const customers = world.customers ?? customersInMemory({ publish: async (event) => void published.push(event) });
  const calls: CallRequest[] = [];
  const connections = [...(world.connections ?? [])];
  const renewing = new Map<string, Promise<ResolvedConnection>>();

  const at = (current: TestWorld): TestContext => ({
    runId: 'run-1',
    flowId: 'flow-1',
    nodeId: 'step-1',
    attempt: current.attempt ?? 1,
    now: current.now ?? Date.UTC(2026, 10, 23, 8),
    key: current.key ?? 'run-1:step-1:0',
    outcomeUnknown: current.outcomeUnknown ?? false,
    trigger: current.trigger ?? { kind: 'manual', receivedAt: 0, by: 'test' },
    requests,
    logs,
    published,
    calls,
    connection: async (id) => {
      const found = connections.find((connection) => connection.id === id);
      if (found) return found;
      throw new StepError({
        kind: 'flow',
        category: 'system',
        code: 'connection-unknown',
        message: `No connection ${id}.`,
      });
    },
    http: async (request) => {
      requests.push(request);
      return exchange(request);
    },
    files,
    database: world.database ?? noDatabase,
    brokers: world.brokers ?? noBrokers,
    mail: world.mail ?? noMail,
    script: async (field, input) => runScript(current.scripts?.[field] ?? '', input),
    checkContract: async (ref, value) => checkContract(ref, value),
    cached: <T>(key: string, _ttlMs: number, make: () => Promise<T>) => {
      const known = cache.get(key);
      if (known) return known.made as Promise<T>;
      const made = make();
      const entry: { readonly made: Promise<unknown>; value?: unknown } = { made };
      cache.set(key, entry);
      made.then(
        (value) => {
          entry.value = value;
        },
        () => cache.delete(key),
      );
      return made;
    },
    forget: (key, stale) => {
      if (cache.get(key)?.value === stale) cache.delete(key);
    },
    publish: async (event) => {
      const same = ({ topic, key, eventId }: PublishedEvent) =>
        topic === event.topic && key === event.key && eventId === event.eventId;
      if (published.some(same)) return { outcome: 'duplicate', runs: 0 };
      published.push(event);
      return { outcome: 'kept', runs: 0, offset: published.length };
    },
    countEvents: world.countEvents ?? (async ({ until }) => ({ from: until, counts: [], incomplete: [] })),
    values,
    cases,
    customers,
    renewed: (stale, field, renew) => {
      const known = renewing.get(stale.id);
      if (known) return known;
      const at = connections.findIndex(({ id }) => id === stale.id);
      const now = connections[at] ?? stale;
      if (now.settings[field] !== stale.settings[field]) return Promise.resolve(now);
      const made = renew(now, exchange).then((secrets) => {
        const fresh = { ...now, settings: { ...now.settings, ...secrets } };
        connections[at] = fresh;
        return fresh;
      });
      renewing.set(stale.id, made);
      made.then(
        () => renewing.delete(stale.id),
        () => renewing.delete(stale.id),
      );
      return made;
    },
    signRs256: async (key, text) => {
      return sign('RSA-SHA256', Buffer.from(text), createPrivateKey(key)).toString('base64url');
    },
    call: async (request) => {
      calls.push(request);
      if ('flowId' in request) return { runId: 'called-run', flowId: request.flowId, version: 1 };
      const { capability } = request;
      return { runId: 'called-run', flowId: `serves-${capability}`, version: 1, capability, binding: 1 };
    },
    log: (level, message, data) => {
      logs.push({ level, message, ...(data !== undefined && { data }) });
    },
    again: (change = {}) => at({ ...current, attempt: (current.attempt ?? 1) + 1, ...change }),
  });
  return at(world);
}

const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

async function exchange({ method, url, headers = {}, body, asBytes, compress }: HttpRequest): Promise<HttpResponse> {
  const json = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  try {
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(json && { 'content-type': 'application/json' }),
        ...(compress && { 'content-encoding': compress }),
        ...headers,
      },
      ...(body !== undefined && {
        body: packed(json ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>), compress),
      }),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      cookies: answer.headers.getSetCookie(),
      ...(asBytes === 'any-status' || (asBytes && answer.status < 300)
        ? { text: '', bytes: new Uint8Array(await answer.arrayBuffer()) }
        : { text: await answer.text() }),
    };
  } catch (error) {
    const code = String((error as { cause?: { code?: string } }).cause?.code ?? '');
    const unsent = UNSENT.has(code);
    throw new StepError(
      {
        kind: 'transient',
        category: 'system',
        code: unsent ? 'connect-failed' : 'connection-lost',
        message: 'The other system cannot be reached.',
        ...(!unsent && !READS.has(method) && { outcomeUnknown: true }),
      },
      { cause: error },
    );
  }
}

function packed(body: string | Uint8Array<ArrayBuffer>, compress: HttpRequest['compress']) {
  return compress === undefined ? body : new Uint8Array(gzipSync(body));
}

const ajv = new Ajv2020({ allErrors: true, ownProperties: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addVocabulary(['x-sensitive', 'x-owner']);
const checks = new Map(contracts.map((contract) => [contract, ajv.compile(contract.schema as object)]));

function checkContract(ref: string, value: Json): readonly ContractIssue[] {
  const contract = findContract(ref);
  const check = contract && checks.get(contract);
  if (!check) {
    throw new StepError({
      kind: 'flow',
      category: 'validation',
      code: 'contract-unknown',
      message: `No contract ${ref}.`,
    });
  }
  check(value);
  return (check.errors ?? []).map(({ instancePath, message = '' }) => ({ path: instancePath, message }));
}

/** Problems of what a step gave under a contract, once it is written down as JSON. */
export async function contractIssues(ref: string, value: unknown): Promise<readonly ContractIssue[]> {
  return checkContract(ref, JSON.parse(JSON.stringify(value)) as Json);
}

/** What a step throws, as its failure; a test that expects one fails where none comes. */
export async function failureOf(step: Promise<unknown>) {
  const error = await step.then(
    (value) => new Error(`the step succeeded with ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
}
