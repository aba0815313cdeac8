import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import { contracts } from '@lockstep/schema/contracts';
import {
  asksOf,
  callsOf,
  documentHash,
  FLOW_FORMAT,
  type Flow,
  type FlowEdge,
  type FlowNode,
  offersOf,
} from '@lockstep/schema/graph';
import { StepError } from '@lockstep/schema/node';
import { isEnded, type Json, type RunEvent, type RunStatus } from '@lockstep/schema/run';
import { vi } from 'vitest';
import { createFlow, newestVersion, publishVersion, readSnapshot } from '../../store/flows.ts';
import type { Store } from '../../store/index.ts';
import { createTestStore } from '../../store/testing.ts';
import { createLogger } from '../../telemetry/index.ts';
import { systemClock } from '../clock.ts';
import { createContractChecker } from '../contracts.ts';
import { createHost, type Host, type HostOptions, postgresStorage } from '../host/index.ts';
import { createExecutor, loadFlow } from '../steps/index.ts';
import { noWaits } from '../steps/testing.ts';
import { type Calls, createCalls } from './calls.ts';

/** A node in one line: `hold:http-request`, with its parameters. */
export function node(id: string, type: string, params: Readonly<Record<string, Json>> = {}): FlowNode {
  return { id, type, version: 1, name: id, params: { ...params }, policy: {} };
}

/** A step that changes another system, at `/<id>`. */
export const effect = (id: string): FlowNode => {
  const params = { method: 'POST', url: `http://system.test/${id}`, body: '' };
  return { ...node(id, 'http-request', params), policy: { strategy: 'key' } };
};

/** The nodes one after another, with what else is drawn: `hold.undo > free`. */
export function flowOf(id: string, nodes: readonly FlowNode[], edges: readonly string[] = []): Flow {
  const drawn = edges.map((text): FlowEdge => {
    const [, from = '', port = '', to = ''] = /^(\S+)\.(\S+) > (\S+)$/.exec(text) ?? [];
    return { from, port, to };
  });
  const apart = new Set(drawn.map(({ to }) => to));
  const line = nodes.filter((each) => !apart.has(each.id));
  const ways = line.slice(1).map((each, i): FlowEdge => {
    const before = line[i] as FlowNode;
    return { from: before.id, port: 'out', to: each.id };
  });
  const layout = { nodes: {}, notes: [] };
  return {
    format: FLOW_FORMAT,
    id,
    name: id,
    nodes: [...nodes],
    edges: [...ways, ...drawn],
    layout,
    settings: {},
    tests: [],
  };
}

/** Flows, hosts that run them, and a system that takes what they send. */
export async function callWorld() {
  const store = await createTestStore();
  const hosts: Host[] = [];
  /** Idempotency keys that the system was sent, by path. */
  const sent: { readonly path: string; readonly key: string }[] = [];
  /** What the system answers by path; 200 where nothing is said. */
  const answers = new Map<string, () => { readonly status: number; readonly text: string } | 'never'>();

  async function request({
    url,
    headers = {},
  }: {
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    const path = new URL(url).pathname.slice(1);
    sent.push({ path, key: headers['Idempotency-Key'] ?? headers['idempotency-key'] ?? '' });
    const answer = answers.get(path)?.() ?? { status: 200, text: `{"made":"${path}"}` };
    if (answer === 'never') return new Promise<never>(() => undefined);
    return { headers: { 'content-type': 'application/json' }, cookies: [], ...answer };
  }

  /** A process of its own; `change` puts something between its steps and its calls. */
  async function process(
    options: Partial<HostOptions> & {
      readonly on?: Store;
      readonly change?: (calls: Calls) => Calls;
      readonly maxDepth?: number;
    } = {},
  ) {
    const { on = store, change = (calls) => calls, maxDepth = 10, ...more } = options;
    const built = Promise.withResolvers<Host>();
    const loadSnapshot = async (snapshotId: string) => {
      const flow = await readSnapshot(on.db, snapshotId);
      if (!flow) throw new Error(`There is no snapshot ${snapshotId}.`);
      const [row] = await on.sql<
        { version: number }[]
      >`select version from flow_versions where snapshot_id = ${snapshotId}`;
      return loadFlow({ flow, snapshotId, version: row?.version }, catalogue);
    };
    const contractChecker = createContractChecker(contracts);
    const calls = change(
      createCalls({
        storage: postgresStorage(on),
        calls: on.calls,
        shadows: on.shadows,
        addressOf: async (id) => `http://${id}.test`,
        clock: systemClock,
        loadSnapshot,
        checkContract: contractChecker.check,
        host: built.promise,
        maxDepth,
      }),
    );
    const executor = createExecutor({
      catalogue,
      runs,
      sandbox: { call: async () => ({ ok: true, value: {} }) },
      http: { request },
      // Systems with a name of their own: `old-erp` at http://old-erp.test.
      connections: async (id) =>
        id.endsWith('-erp') ? { id, system: 'http', baseUrl: `http://${id}.test`, settings: {} } : undefined,
      contracts: contractChecker,
      ...noWaits,
      call: calls.call,
      log: createLogger({ level: 'silent' }),
    });
    const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
    const host = await createHost({ store: on, executor, loadSnapshot, calls, ...timing, ...more });
    built.resolve(host);
    hosts.push(host);
    return host;
  }

  async function publish(flow: Flow): Promise<number> {
    const basedOn = (await newestVersion(store.db, flow.id))?.version ?? 0;
    const hash = documentHash(flow);
    await createFlow(store.db, { flow, hash });
    const parts = {
      note: '',
      by: 'ann',
      hooks: [],
      schedules: [],
      consumers: [],
      calls: callsOf(flow, catalogue),
      capabilities: { offers: offersOf(flow, catalogue), asks: asksOf(flow, catalogue) },
    };
    const result = await publishVersion(store.db, { flow, snapshotId: hash, hash, basedOn, ...parts });
    if (result.type !== 'published') throw new Error(result.type);
    return result.version.version;
  }

  async function start(
    host: Host,
    flowId: string,
    message: Json = 'm',
    more: { readonly test?: boolean } = {},
  ): Promise<string> {
    const newest = await newestVersion(store.db, flowId);
    if (!newest) throw new Error(`"${flowId}" is not published.`);
    const { version, snapshotId } = newest;
    const trigger = { kind: 'manual', receivedAt: Date.now(), by: 'ann' } as const;
    const { runId } = await host.start({
      flowId,
      version,
      snapshotId,
      node: 'in',
      message,
      trigger,
      businessKey: '1001',
      ...more,
    });
    return runId;
  }

  const statusOf = async (runId: string) =>
    (
      await store.sql<{ status: RunStatus; epoch: number | null }[]>`select status, epoch from runs where id = ${runId}`
    )[0];

  return {
    store,
    sent,
    answers,
    process,
    publish,
    start,
    /** Keys the system was sent at a path. */
    keysAt: (path: string) => sent.filter((each) => each.path === path).map(({ key }) => key),
    async untilStatus(runId: string, status: RunStatus) {
      await vi.waitFor(async () => {
        const row = await statusOf(runId);
        if (row?.status !== status) throw new Error(`${runId} is ${row?.status}, not ${status}.`);
      }, WAIT);
    },
    async untilEnded(runId: string): Promise<RunStatus> {
      return vi.waitFor(async () => {
        const { status = 'queued' } = (await statusOf(runId)) ?? {};
        if (!isEnded(status)) throw new Error(`${runId} is ${status}.`);
        return status;
      }, WAIT);
    },
    /** Parked, and in nobody's memory. */
    async untilParked(runId: string) {
      await vi.waitFor(async () => {
        const row = await statusOf(runId);
        if (row?.status !== 'waiting' || row.epoch !== null) throw new Error(`${runId} is ${row?.status}.`);
      }, WAIT);
    },
    /** Runs of a flow, oldest first. */
    runsOf: (flowId: string) =>
      store.sql<
        { id: string; status: RunStatus; version: number; test: boolean; business_key: string; trigger: RunTrigger }[]
      >`select id, status, version, test, business_key, trigger from runs where flow_id = ${flowId} order by id`,
    eventsOf: (runId: string): Promise<readonly RunEvent[]> => store.journal.readEvents(runId),
    async drop() {
      await Promise.all(hosts.map((host) => host.close()));
      await store.drop();
    },
  };
}

interface RunTrigger {
  readonly kind: string;
  readonly call?: { readonly runId: string; readonly flowId: string; readonly node: string; readonly depth: number };
}

const WAIT = { timeout: 15_000, interval: 20 };

/** What a system answers that has understood and says no. */
export const refusal = () => ({ status: 422, text: '{"reason":"no"}' });

/** What a connection that was lost on the way looks like to a step. */
export function lostConnection(): never {
  const failure = { kind: 'transient', category: 'system', code: 'connection-lost', message: 'Lost.' } as const;
  throw new StepError(failure);
}
