import { casesInMemory } from '@lockstep/nodes/cases-in-memory';
import { customersInMemory } from '@lockstep/nodes/customers-in-memory';
import { FLOW_FORMAT, type Flow, type FlowEdge, type NodePolicy } from '@lockstep/schema/graph';
import {
  type AnyRunNode,
  type Catalogue,
  defineNode,
  type NodeDefinition,
  type RunDynamicNode,
  type RunNode,
  StepError,
} from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { type Place, refOf } from '../../engine/index.ts';
import type { Sandbox, SandboxCall, SandboxResult } from '../../sandbox/types.ts';
import { type LoadedFlow, loadFlow } from './loaded-flow.ts';
import type { StepJob } from './step-job.ts';

const ui = { label: 'Test', group: 'Data', icon: 'box', summary: '', description: '' } as const;
const pure = { version: 1, kind: 'step', effect: 'none', strategies: [], input: Json, ui } as const;

const start = defineNode({ ...pure, type: 'start', kind: 'trigger', params: z.object({}), outputs: { out: Json } });

const shape = defineNode({
  ...pure,
  type: 'shape',
  params: z.object({
    script: z.string().meta({ editor: 'code', fixed: true }),
    label: z.string().optional(),
    literal: z.string().optional().meta({ fixed: true }),
    when: z.boolean().optional().meta({ editor: 'expression' }),
    password: z.string().optional(),
    pin: z.string().optional().meta({ editor: 'secret' }),
    rows: z.array(z.object({ size: z.int() })).optional(),
  }),
  outputs: { out: Json },
});
const runShape: RunNode<typeof shape> = async ({ params: { script: _, ...params }, input }, ctx) => ({
  port: 'out',
  value: { params, mapped: await ctx.script('script', input) } as Json,
});

const route = defineNode({
  ...pure,
  type: 'route',
  params: z.object({ to: z.string(), names: z.array(z.string()) }),
  outputs: { otherwise: Json },
  dynamicPorts: ({ names }) => (Array.isArray(names) ? names.map(String) : []),
});
const runRoute: RunDynamicNode<typeof route> = async ({ params, input }) => ({ port: params.to, value: input });

const post = defineNode({
  ...pure,
  type: 'post',
  effect: 'write',
  strategies: ['key'],
  params: z.object({ url: z.string(), method: z.string().default('POST'), fate: z.string().optional() }),
  input: z.object({ sku: z.string() }),
  outputs: { out: Json },
});
const runPost: RunNode<typeof post> = async ({ params: { url, method, fate }, input }, ctx) => {
  const { status, text } = await ctx.http({ method, url, headers: { 'Idempotency-Key': ctx.key }, body: input });
  if (fate === 'throw') throw new TypeError('x is not a function, password=hunter2');
  if (fate === 'refuse') {
    throw new StepError({ kind: 'refused', category: 'business', code: 'no', message: 'No to https://a:b@erp/.' });
  }
  return { port: 'out', value: { status, text } };
};

const give = defineNode({ ...pure, type: 'give', responds: true, params: z.object({}), outputs: { out: Json } });

const reach = defineNode({ ...pure, type: 'reach', params: z.object({}), outputs: { out: Json } });

/** Definitions and code of a few node types made for these tests. `give` and `reach` do what the test says. */
export const testCatalogue: Catalogue = new Map(
  [start, shape, route, post, give, reach].map((definition) => [definition.type, definition as NodeDefinition]),
);
export function testRuns(own: Readonly<Record<string, AnyRunNode>> = {}): ReadonlyMap<string, AnyRunNode> {
  const idle: AnyRunNode = async ({ input }) => ({ port: 'out', value: input });
  return new Map<string, AnyRunNode>([
    ['shape', runShape as AnyRunNode],
    ['route', runRoute as AnyRunNode],
    ['post', runPost as AnyRunNode],
    ['give', own.give ?? idle],
    ['reach', own.reach ?? idle],
  ]);
}

interface NodeSketch {
  readonly type: string;
  readonly params?: Readonly<Record<string, Json>>;
  readonly policy?: NodePolicy;
}

export function flowOf(nodes: Readonly<Record<string, NodeSketch>>, edges: readonly FlowEdge[] = []): Flow {
  return {
    format: FLOW_FORMAT,
    id: 'test-flow',
    name: 'Test flow',
    nodes: Object.entries(nodes).map(([id, { type, params = {}, policy = {} }]) => {
      return { id, type, version: 1, name: id, params, policy };
    }),
    edges: [...edges],
    layout: { nodes: {}, notes: [] },
    settings: {},
    tests: [],
  };
}

export function loadedOf(nodes: Readonly<Record<string, NodeSketch>>): LoadedFlow {
  return loadFlow({ flow: flowOf(nodes), snapshotId: 'snap-1', version: 3 }, testCatalogue);
}

/** A job for the only node `step` of a flow. */
export function jobOf(
  sketch: NodeSketch,
  change: Partial<Omit<StepJob, 'run'>> & { run?: Partial<StepJob['run']> } = {},
): StepJob {
  const { run, ...rest } = change;
  return {
    run: {
      id: 'run-2',
      flowId: 'test-flow',
      startedAt: Date.UTC(2026, 10, 23, 8),
      trigger: { kind: 'manual', receivedAt: Date.UTC(2026, 10, 23, 8), by: 'ines' },
      keyRunId: 'run-1',
      ...run,
    },
    loaded: loadedOf({ step: sketch }),
    node: 'step',
    item: '',
    attempt: 1,
    outcomeUnknown: false,
    timeoutMs: 5000,
    input: { sku: 'mug' },
    outputs: { in: { sku: 'mug' } },
    now: Date.UTC(2026, 10, 23, 9),
    stillOwned: () => true,
    ...rest,
  };
}

/** A sandbox that answers from a list and keeps what it was asked. */
export function scriptedSandbox(
  ...answers: readonly SandboxResult[]
): Pick<Sandbox, 'call'> & { readonly calls: SandboxCall[] } {
  const left = [...answers];
  const calls: SandboxCall[] = [];
  return {
    calls,
    async call(call) {
      calls.push(call);
      return left.shift() ?? { ok: true, value: {} };
    },
  };
}

/** Parts of an executor for flows that wait for nothing and call none: events and values are forgotten, addresses are made up. */
export const noWaits = {
  call: async () => {
    throw new Error('This test calls no flow.');
  },
  publish: async () => ({ outcome: 'kept', runs: 0, offset: 1 }) as const,
  cases: casesInMemory(),
  customers: customersInMemory(),
  values: { read: async () => undefined, keep: async () => ({ outcome: 'kept', version: 1 }) as const },
  callbackUrl: (runId: string, place: Place) => `https://lockstep.test/callbacks/${runId}.${refOf(place)}`,
};
