import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowSettings, type NodePolicy } from '@lockstep/schema/graph';
import { type Catalogue, defineNode, type NodeDefinition, type ScopeRules } from '@lockstep/schema/node';
import type { Failure, Json, Payload, RunEvent } from '@lockstep/schema/run';
import { z } from 'zod';
import { compilePlan, type NodeId, type Plan } from './plan.ts';

/** A small own catalogue: one type for each thing the engine tells apart. */
const types: readonly NodeDefinition[] = [
  nodeType('start', { kind: 'trigger', ports: ['out'] }),
  nodeType('pure', { ports: ['out'] }),
  nodeType('switch', { ports: ['a', 'b', 'otherwise'] }),
  nodeType('read', { effect: 'read', strategies: ['safe'], ports: ['out'] }),
  nodeType('write', { effect: 'write', strategies: ['key', 'once'], ports: ['out'] }),
  nodeType('once', { effect: 'write', strategies: ['once'], ports: ['out'] }),
  // Scopes: their params are the rules themselves, so that a sketch says all.
  nodeType('each', { ports: ['done', 'each'], scope: 'done' }),
  nodeType('pages', { effect: 'read', strategies: ['safe'], ports: ['done', 'each'], scope: 'done' }),
  nodeType('repeat', { ports: ['done', 'limit', 'each'], scope: 'done' }),
];

interface Shape {
  readonly kind?: 'trigger' | 'step';
  readonly effect?: NodeDefinition['effect'];
  readonly strategies?: NodeDefinition['strategies'];
  readonly ports: readonly string[];
  /** Port of a scope that has ended. */
  readonly scope?: string;
}

function nodeType(
  type: string,
  { kind = 'step', effect = 'none', strategies = [], ports, scope }: Shape,
): NodeDefinition {
  return defineNode({
    type,
    version: 1,
    kind,
    effect,
    strategies,
    params: z.object({}),
    input: z.unknown(),
    outputs: Object.fromEntries(ports.map((port) => [port, z.unknown()])),
    ...(scope !== undefined && {
      scope: { donePort: scope, rules: (params) => ({ ...RULES, ...params }) as ScopeRules },
    }),
    ui: { label: type, group: 'Data', icon: 'box', summary: '', description: '' },
  });
}

const RULES: ScopeRules = { parallelism: 1, onError: 'stop', judged: false, results: true };

export const testCatalogue: Catalogue = new Map(types.map((definition) => [definition.type, definition]));

export interface NodeSketch {
  readonly type: string;
  readonly policy?: NodePolicy;
  /** The scope whose body it belongs to. */
  readonly scope?: NodeId;
  readonly params?: Readonly<Record<string, Json>>;
}

/** A flow from a sketch: `{ in: 'start', map: 'pure' }` and `['in.out > map']`. */
export function flowOf(
  nodes: Readonly<Record<NodeId, string | NodeSketch>>,
  edges: readonly string[],
  settings: FlowSettings = {},
): Flow {
  return {
    format: FLOW_FORMAT,
    id: 'sketch',
    name: 'Sketch',
    nodes: Object.entries(nodes).map(([id, sketch]) => {
      const {
        type,
        policy = {},
        params = {},
        scope,
      }: NodeSketch = typeof sketch === 'string' ? { type: sketch } : sketch;
      return { id, type, version: 1, name: id, params: { ...params }, policy, ...(scope !== undefined && { scope }) };
    }),
    edges: edges.map(edgeOf),
    layout: { nodes: {}, notes: [] },
    settings,
    tests: [],
  };
}

function edgeOf(text: string): FlowEdge {
  const [, from, port, to] = /^(\S+)\.(\S+) > (\S+)$/.exec(text) ?? [];
  if (!from || !port || !to) throw new Error(`Not an edge: ${text}`);
  return { from, port, to };
}

export function planOf(
  nodes: Readonly<Record<NodeId, string | NodeSketch>>,
  edges: readonly string[],
  settings: FlowSettings = {},
): Plan {
  return compilePlan(flowOf(nodes, edges, settings), testCatalogue);
}

/** The same event about a step of an item. */
export const inItem = <Event extends RunEvent>(item: string, event: Event): Event => ({ ...event, item });

/** A pull that gave `count` items; `next` where the following one begins, absent when nothing more comes. */
export const fed = (node: NodeId, count: number, attempt = 1, next?: Json): RunEvent => ({
  type: 'scope.fed',
  at: 15,
  node,
  attempt,
  count,
  durationMs: 1,
  ...(next !== undefined && { next }),
});

export const judged = (node: NodeId, index: number, stop = false): RunEvent => ({
  type: 'scope.judged',
  at: 16,
  node,
  index,
  stop,
});

/** What a step gives in a test: a value that names it. */
export const gave = (node: NodeId): Payload => ({ value: node });

export const started = (node: NodeId): Extract<RunEvent, { type: 'run.started' }> => ({
  type: 'run.started',
  at: 0,
  node,
  output: gave(node),
});

export const succeeded = (node: NodeId, attempt = 1, port = 'out'): RunEvent => ({
  type: 'step.succeeded',
  at: 10,
  node,
  attempt,
  port,
  output: gave(node),
  durationMs: 1,
});

export const failed = (node: NodeId, attempt: number, failure: Failure, at = 1000): RunEvent => ({
  type: 'step.failed',
  at,
  node,
  attempt,
  failure,
  durationMs: 1,
  jitter: 0.5,
});

export const fired = (node: NodeId, attempt: number): RunEvent => ({ type: 'timer.fired', at: 5000, node, attempt });
/** A step that waits for an event on topic `t`, key `k`; with `until` it goes on at port `late` then. */
export const parked = (node: NodeId, attempt = 1, until?: number, at = 20): RunEvent => ({
  type: 'step.parked',
  at,
  node,
  attempt,
  park: {
    on: { kind: 'event', topic: 't', key: 'k', port: 'out' },
    ...(until === undefined ? {} : { deadline: { at: until, port: 'late', output: gave(`${node}-late`) } }),
  },
  durationMs: 1,
});

export const released = (node: NodeId, attempt = 1): RunEvent => ({
  type: 'step.released',
  at: 3000,
  node,
  attempt,
  port: 'out',
  output: gave(`${node}-event`),
  cause: { kind: 'event', topic: 't', key: 'k', eventId: 'e-1' },
});

/** A step that waits for the end of a run it called. */
export const called = (node: NodeId, attempt = 1): RunEvent => ({
  type: 'step.parked',
  at: 20,
  node,
  attempt,
  park: { on: { kind: 'call', runId: 'child', flowId: 'stock', version: 2, port: 'out' } },
  durationMs: 1,
});

export const returned = (node: NodeId, attempt = 1): RunEvent => ({
  type: 'step.released',
  at: 3000,
  node,
  attempt,
  port: 'out',
  output: gave(`${node}-returned`),
  cause: { kind: 'call', runId: 'child' },
});

export const expired: RunEvent = { type: 'run.expired', at: 7000 };
export const breached = (node?: NodeId): RunEvent => ({
  type: 'sla.breached',
  at: 6000,
  ...(node === undefined ? {} : { node }),
});
export const resumed: RunEvent = { type: 'run.resumed', at: 9000 };
export const retried: RunEvent = { type: 'run.retried', at: 9500, by: 'ines' };
export const cancelled: Extract<RunEvent, { type: 'run.cancelled' }> = { type: 'run.cancelled', at: 9900, by: 'ines' };
export const filtered: RunEvent = { type: 'run.filtered', at: 9950, reason: 'stale', by: 'newer' };

export const busy: Failure = { kind: 'transient', category: 'system', code: 'http-503', message: 'Busy.' };
export const lost: Failure = { ...busy, code: 'http-timeout', message: 'No answer.', outcomeUnknown: true };
export const paused: Failure = { ...busy, code: 'connection-paused', notAttempted: true, retryAfterMs: 90_000 };
export const refused: Failure = { kind: 'refused', category: 'business', code: 'no-stock', message: 'No.' };
