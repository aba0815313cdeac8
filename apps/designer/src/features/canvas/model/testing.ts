import { type Flow, type FlowNode, SCOPE_PORT } from '@lockstep/schema/graph';
import { type Catalogue, defineNode, type NodeDefinition } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const ui = { group: 'Data', icon: 'box', summary: '', description: '' } as const;
const any = z.object({});

const start = defineNode({
  type: 'start',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: any,
  input: Json,
  outputs: { out: Json },
  ui: { ...ui, label: 'Start', group: 'Start' },
});
const pass = defineNode({
  type: 'pass',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: any,
  input: Json,
  outputs: { out: Json },
  ui: { ...ui, label: 'Pass' },
});
const fork = defineNode({
  type: 'fork',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: any,
  input: Json,
  outputs: { left: Json, right: Json },
  ui: { ...ui, label: 'Fork', system: 'Forks Inc.' },
});
const each = defineNode({
  type: 'each',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: any,
  input: Json,
  outputs: { done: Json, [SCOPE_PORT]: Json },
  scope: { donePort: 'done', rules: () => ({ parallelism: 1, onError: 'stop', judged: false, results: true }) },
  ui: { ...ui, label: 'Each' },
});

/** A small catalogue for tests of the canvas: a trigger, a step with one way on, a step with two, a scope. */
export const testCatalogue: Catalogue = new Map(
  [start, pass, fork, each].map((definition): [string, NodeDefinition] => [definition.type, definition]),
);

export function definitionOf(type: string): NodeDefinition {
  const definition = testCatalogue.get(type);
  if (definition === undefined) throw new Error(`No such type in the test catalogue: ${type}`);
  return definition;
}

export function nodeOf(id: string, type = 'pass'): FlowNode {
  return { id, type, version: 1, name: id, params: {}, policy: {} };
}

/** `chain('a b c')`: steps one after the other on one lane, 280 apart; the first is the start. */
export function chain(ids: string): Flow {
  const names = ids.split(' ');
  return {
    format: 1,
    id: 'test',
    name: 'Test',
    nodes: names.map((id, index) => nodeOf(id, index === 0 ? 'start' : 'pass')),
    edges: names.slice(1).map((to, index) => ({ from: names[index] ?? '', port: 'out', to })),
    layout: { nodes: Object.fromEntries(names.map((id, index) => [id, { x: index * 280, y: 0 }])), notes: [] },
    settings: {},
    tests: [],
  };
}
