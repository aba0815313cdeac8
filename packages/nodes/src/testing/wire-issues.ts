import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { checkWires } from '@lockstep/schema/wires';
import { catalogue } from '../catalogue.ts';

/** What is found wrong with an expression of a step behind one of this type, at its first port. */
export function wireIssues({ type, outputs }: NodeDefinition, params: JsonObject, expression: string) {
  const flow: Flow = {
    format: FLOW_FORMAT,
    id: 'wires',
    name: 'Wires',
    nodes: [
      { id: 'begin', type: 'manual', version: 1, name: 'Begin', params: {}, policy: {} },
      { id: 'first', type, version: 1, name: 'First', params, policy: {} },
      { id: 'then', type: 'log', version: 1, name: 'Then', params: { message: `=${expression}` }, policy: {} },
    ],
    edges: [
      { from: 'begin', port: 'out', to: 'first' },
      { from: 'first', port: Object.keys(outputs)[0] ?? '', to: 'then' },
    ],
    layout: { nodes: {}, notes: [] },
    settings: {},
    tests: [],
  };
  const texts = [{ node: 'then', field: '/message', kind: 'expression' as const, text: expression }];
  return checkWires(flow, { catalogue, contracts: [], texts });
}
