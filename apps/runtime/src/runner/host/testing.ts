import type { Flow, FlowEdge, FlowSettings, NodePolicy } from '@lockstep/schema/graph';
import { type Catalogue, defineNode, type NodeDefinition, type ScopeRules } from '@lockstep/schema/node';
import { type Failure, Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { compilePlan, refOf } from '../../engine/index.ts';
import type { Executor, LoadedFlow, StepJob, StepResult } from '../steps/index.ts';

const ui = { label: 'Test', group: 'Data', icon: 'box', summary: '', description: '' } as const;
const common = { version: 1, params: z.looseObject({}), input: Json, ui } as const;
const out = { out: Json };

const RULES: ScopeRules = { parallelism: 1, onError: 'stop', judged: false, results: true };

/** A trigger, a pure step, an effect, an effect that is never repeated blindly, a step that answers the caller, and a scope. */
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
  defineNode({
    ...common,
    type: 'each',
    kind: 'step',
    effect: 'none',
    strategies: [],
    outputs: { done: Json, each: Json },
    scope: { donePort: 'done', condition: 'until', rules: (params) => ({ ...RULES, ...params }) as ScopeRules },
  }),
];
export const testCatalogue: Catalogue = new Map(definitions.map((definition) => [definition.type, definition]));

/** A flow in short: `hook > map:pure > send:effect`, or several such lines over the same nodes; `send.undo > take-back:effect`. */
export function testFlow(
  lines: readonly string[],
  policies: Readonly<Record<string, NodePolicy>> = {},
  settings: FlowSettings = {},
  scopes: Readonly<Record<string, ScopeSketch>> = {},
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
    params: { ...scopes[id]?.rules },
    policy: policies[id] ?? {},
    ...scopeOf(id, scopes),
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
    lookups: new Map(),
    variables: new Map(),
  };
}

/** A scope of a test flow: its body, and the rules that differ from going on one by one until one fails. */
export interface ScopeSketch {
  readonly body: readonly string[];
  readonly rules?: Readonly<Record<string, Json>>;
}

function scopeOf(id: string, scopes: Readonly<Record<string, ScopeSketch>>): { readonly scope?: string } {
  const around = Object.entries(scopes).find(([, { body }]) => body.includes(id));
  return around ? { scope: around[0] } : {};
}

/** What a step does in a test, by node id; a step without an entry gives its input with its own name added. */
export type Script = Readonly<Record<string, (job: StepJob) => StepResult | Promise<StepResult>>>;

/** An executor that plays `script` and writes down what it was asked to do: `run/node:attempt`, `?` when unknown. */
export function scriptedExecutor(
  script: Script = {},
  until?: (job: StepJob) => boolean,
): Executor & { readonly jobs: StepJob[]; readonly judged: StepJob[] } {
  const jobs: StepJob[] = [];
  const judged: StepJob[] = [];
  return {
    jobs,
    judged,
    async execute(job) {
      jobs.push(job);
      const step = script[job.node];
      if (!step && job.pull) return fed(Array.isArray(job.input) ? job.input : []);
      return step ? await step(job) : done([...(Array.isArray(job.input) ? job.input : [job.input]), job.node]);
    },
    async judge(job) {
      judged.push(job);
      return { ok: true, stop: until?.(job) ?? false };
    },
  };
}

/** A pull that gives items which are the same when asked for again; `next` where more come. */
export function fed(items: readonly Json[], next?: Json): StepResult {
  return { ok: true, feed: { items, repeatable: true, ...(next !== undefined && { next }) } };
}

export function done(output: Json): StepResult {
  return { ok: true, port: 'out', output };
}

export function busy(more: Partial<Failure> = {}): StepResult {
  const failure = { kind: 'transient', category: 'system', code: 'http-503', message: 'Busy.', ...more } as const;
  return { ok: false, failure };
}

/** `node:attempt` of each job (`node@item:attempt` in a scope), with `?` behind those whose outcome is unknown. */
export function named(jobs: readonly StepJob[]): readonly string[] {
  return jobs.map((job) => `${refOf(job)}:${job.attempt}${job.outcomeUnknown ? '?' : ''}`);
}
