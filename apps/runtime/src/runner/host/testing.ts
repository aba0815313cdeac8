import type { Flow, FlowEdge, FlowSettings, NodePolicy } from '@lockstep/schema/graph';
import { type Catalogue, defineNode, type NodeDefinition } from '@lockstep/schema/node';
import { type Failure, Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { compilePlan } from '../../engine/index.ts';
import type { Executor, LoadedFlow, StepJob, StepResult } from '../steps/index.ts';

const ui = { label: 'Test', group: 'Data', icon: 'box', summary: '', description: '' } as const;
const common = { version: 1, params: z.looseObject({}), input: Json, ui } as const;
const out = { out: Json };

/** A trigger, a pure step, an effect, an effect that is never repeated blindly, and a step that answers the caller. */
const definitions: readonly NodeDefinition[] = [
  defineNode({ ...common, type: 'hook', kind: 'trigger', effect: 'none', strategies: [], outputs: out }),
  defineNode({ ...common, type: 'pure', kind: 'step', effect: 'none', strategies: [], outputs: out }),
  defineNode({ ...common, type: 'effect', kind: 'step', effect: 'write', strategies: ['key'], outputs: out }),
  defineNode({ ...common, type: 'once', kind: 'step', effect: 'write', strategies: ['once'], outputs: out }),
  defineNode({
    ...common,
    type: 'respond',
    kind: 'step',
    effect: 'none',
    strategies: [],
    responds: true,
    outputs: out,
  }),
];
export const testCatalogue: Catalogue = new Map(definitions.map((definition) => [definition.type, definition]));

/** A flow in short: `hook > map:pure > send:effect`, or several such lines over the same nodes; `send.undo > take-back:effect`. */
export function testFlow(
  lines: readonly string[],
  policies: Readonly<Record<string, NodePolicy>> = {},
  settings: FlowSettings = {},
): LoadedFlow {
  const types = new Map<string, string>();
  const edges: FlowEdge[] = [];
  for (const line of lines) {
    const ids = line.split('>').map((part) => {
      const [name = '', type] = part.trim().split(':');
      const [id = '', port = 'out'] = name.split('.');
      types.set(id, type ?? types.get(id) ?? id);
      return { id, port };
    });
    ids.slice(1).forEach(({ id: to }, index) => {
      const { id: from = '', port = 'out' } = ids[index] ?? {};
      if (!edges.some((edge) => edge.from === from && edge.to === to)) edges.push({ from, port, to });
    });
  }
  const nodes = [...types].map(([id, type]) => ({
    id,
    type,
    version: 1,
    name: id,
    params: {},
    policy: policies[id] ?? {},
  }));
  const layout = { nodes: {}, notes: [] };
  const flow: Flow = { format: 1, id: 'orders', name: 'Orders', nodes, edges, layout, settings, tests: [] };
  const plan = compilePlan(flow, testCatalogue);
  return {
    flow,
    snapshotId: 'snap',
    version: 1,
    plan,
    program: { key: 'none', units: [] },
    nodes: new Map(),
    callbacks: [],
  };
}

/** What a step does in a test, by node id; a step without an entry gives its input with its own name added. */
export type Script = Readonly<Record<string, (job: StepJob) => StepResult | Promise<StepResult>>>;

/** An executor that plays `script` and writes down what it was asked to do: `run/node:attempt`, `?` when unknown. */
export function scriptedExecutor(script: Script = {}): Executor & { readonly jobs: StepJob[] } {
  const jobs: StepJob[] = [];
  return {
    jobs,
    async execute(job) {
      jobs.push(job);
      const step = script[job.node];
      return step ? await step(job) : done([...(Array.isArray(job.input) ? job.input : [job.input]), job.node]);
    },
  };
}

export function done(output: Json): StepResult {
  return { ok: true, port: 'out', output };
}

export function busy(more: Partial<Failure> = {}): StepResult {
  const failure = { kind: 'transient', category: 'system', code: 'http-503', message: 'Busy.', ...more } as const;
  return { ok: false, failure };
}

/** `node:attempt` of each job, with `?` behind those whose outcome is unknown. */
export function named(jobs: readonly StepJob[]): readonly string[] {
  return jobs.map(({ node, attempt, outcomeUnknown }) => `${node}:${attempt}${outcomeUnknown ? '?' : ''}`);
}
