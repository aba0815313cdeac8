import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, createClient, createFlow, publishFlow } from '@lockstep/schema/api';
import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { type Config, readConfig } from '../config/config.ts';
import { type Runtime, startRuntime } from '../main.ts';
import { createTestStore, type TestStore } from '../store/testing.ts';
import type { Logger } from '../telemetry/index.ts';

/** A whole runtime on a database of its own, for tests over real sockets. */
export interface TestRuntime {
  readonly runtime: Runtime;
  readonly call: Call;
  readonly store: TestStore;
  /** Another process of the same installation, as far as one can be had in this one. */
  another(settings?: Partial<Config>): Promise<Runtime>;
  /** Creates and publishes. @throws when it is refused */
  publish(flow: Flow): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestRuntime(settings: Partial<Config> = {}, log?: Logger): Promise<TestRuntime> {
  const [store, dataDir] = await Promise.all([createTestStore(), mkdtemp(join(tmpdir(), 'lockstep-runtime-'))]);
  const defaults = readConfig({ LOCKSTEP_PORT: '0', LOCKSTEP_DATA_DIR: dataDir, LOCKSTEP_LOG_LEVEL: 'silent' });
  if (!defaults.ok) throw new Error('The defaults are not valid.');
  const config = { ...defaults.config, sandboxChildren: 1, drainMs: 500, databaseUrl: store.databaseUrl, ...settings };
  const runtimes = [await startRuntime(config, log)];
  const [runtime] = runtimes as [Runtime];
  const call = createClient({ baseUrl: runtime.url, fetch });
  return {
    runtime,
    call,
    store,
    async another(more = {}) {
      const other = await startRuntime({ ...config, demo: false, ...more });
      runtimes.push(other);
      return other;
    },
    async publish(flow) {
      const created = await call(createFlow, { body: { flow } });
      const body = { flow, basedOn: 0, note: '' };
      const published = created.ok ? await call(publishFlow, { params: { flowId: flow.id }, body }) : created;
      if (!published.ok) throw new Error(`${flow.id}: ${published.code} ${JSON.stringify(published.problem)}`);
    },
    async stop() {
      await Promise.all(runtimes.map((each) => each.close()));
      await Promise.all([store.drop(), rm(dataDir, { recursive: true, force: true })]);
    },
  };
}

/** A node in one line. */
export function node(
  id: string,
  type: string,
  params: Readonly<Record<string, Json>> = {},
  policy: FlowNode['policy'] = {},
): FlowNode {
  return { id, type, version: 1, name: id, params: { ...params }, policy };
}

/** A flow whose nodes follow one another through their `out` ports, unless edges are given. */
export function flowOf(id: string, nodes: readonly FlowNode[], edges?: readonly FlowEdge[]): Flow {
  const chain = nodes.slice(1).map((each, i) => ({ from: nodes[i]?.id ?? '', port: 'out', to: each.id }));
  return {
    format: FLOW_FORMAT,
    id,
    name: id,
    nodes: [...nodes],
    edges: [...(edges ?? chain)],
    layout: { nodes: {}, notes: [] },
    settings: {},
    tests: [],
  };
}
