import { z } from 'zod';
import { type Catalogue, defineNode, type NodeDefinition } from '../node/define-node.ts';
import { Json } from '../run/json.ts';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';

/** A small catalogue and builders for tests of graph algorithms. */
const ui = { label: 'Step', group: 'Data', icon: 'box', summary: '', description: 'For tests.' } as const;

const start = defineNode({
  type: 'start',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z.object({}),
  input: Json,
  outputs: { out: Json },
  ui,
});
const step = defineNode({
  type: 'step',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    url: z.string().min(1).optional(),
    count: z.int().min(1).optional(),
    list: z.array(z.object({ name: z.string().min(1), value: z.union([z.string(), z.number()]) })).optional(),
  }),
  input: Json,
  outputs: { out: Json },
  ui,
});
const choose = defineNode({
  type: 'choose',
  version: 2,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({ cases: z.array(z.string().min(1)) }),
  input: Json,
  outputs: { otherwise: Json },
  dynamicPorts: ({ cases }) => (Array.isArray(cases) ? cases.filter((name) => typeof name === 'string') : []),
  ui,
  upgrades: [
    {
      name: 'caseToCases',
      from: 1,
      to: 2,
      upgrade: ({ case: name, ...rest }) => ({ ...rest, cases: name === undefined ? [] : [name] }),
    },
  ],
});

const wait = defineNode({
  type: 'wait',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  parks: true,
  params: z.object({}),
  input: Json,
  outputs: { out: Json },
  ui,
});

const each = defineNode({
  type: 'each',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({}),
  input: Json,
  outputs: { done: Json, each: Json },
  scope: {
    donePort: 'done',
    rules: () => ({ parallelism: 1, onError: 'stop', judged: false, results: true }),
  },
  ui,
});

const reply = defineNode({
  type: 'reply',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  responds: true,
  params: z.object({}),
  input: Json,
  outputs: { out: Json },
  ui,
});

const callable = defineNode({ ...start, type: 'callable', callable: () => ({}) });

const callStep = defineNode({
  type: 'call',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  parks: true,
  calls: ({ flow, versions = 'latest', mode }) =>
    typeof flow === 'string'
      ? { flowId: flow, versions: String(versions), resolve: 'run', mode: mode === 'start' ? 'start' : 'wait' }
      : undefined,
  params: z.object({ flow: z.string(), versions: z.string().optional(), mode: z.string().optional() }),
  input: Json,
  outputs: { out: Json },
  ui,
});

export const testCatalogue: Catalogue = new Map<string, NodeDefinition>(
  [start, step, choose, wait, each, reply, callable, callStep].map((definition) => [
    definition.type,
    definition as NodeDefinition,
  ]),
);

export function nodeOf(id: string, type = 'step', params: FlowNode['params'] = {}): FlowNode {
  return { id, type, version: 1, name: `Step ${id}`, params, policy: {} };
}

/** A node in the body of `scope`. */
export function insideOf(scope: string, node: FlowNode): FlowNode {
  return { ...node, scope };
}

/** `edges` as `a>b` (port `out`) or `a:port>b`. */
export function flowOf(nodes: readonly FlowNode[], edges: readonly string[] = []): Flow {
  return {
    format: 1,
    id: 'test',
    name: 'Test',
    nodes: [...nodes],
    edges: edges.map(edgeOf),
    layout: { nodes: Object.fromEntries(nodes.map(({ id }, index) => [id, { x: index * 280, y: 0 }])), notes: [] },
    settings: {},
    tests: [],
  };
}

export function edgeOf(text: string): FlowEdge {
  const [left = '', to = ''] = text.split('>');
  const [from = '', port = 'out'] = left.split(':');
  return { from, port, to };
}
