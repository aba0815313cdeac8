import {
  asksOf,
  callsOf,
  type Flow,
  type FlowNode,
  isExpression,
  offersOf,
  upgradeNodes,
} from '@lockstep/schema/graph';
import type { Catalogue, ParamEditor } from '@lockstep/schema/node';
import { lookupsIn } from '@lockstep/schema/tables';
import { variableNamesIn } from '@lockstep/schema/variables';
import { contractsOf } from './contract-pins.ts';
import { editedParams } from './steps/edited-params.ts';
import { paramPlaces } from './steps/params.ts';

export type NeedKind = 'connection' | 'variable' | 'table' | 'contract' | 'topic' | 'flow' | 'capability';

/** Something by a name that a flow does not bring along: its environment has to have it. */
export interface FlowNeed {
  readonly kind: NeedKind;
  /** As it is written in the flow: `erp`, `order@1`. */
  readonly name: string;
  /** Steps that name it, in the order of the drawing; none for what its settings name. */
  readonly nodes: readonly string[];
}

/** Everything a flow names and does not bring along, by kind and name. A drawing that cannot be upgraded is read as it is. */
export function needsOf(flow: Flow, catalogue: Catalogue): readonly FlowNeed[] {
  const found = new Map<string, { readonly kind: NeedKind; readonly name: string; readonly nodes: Set<string> }>();
  const add = (kind: NeedKind, name: string, node?: string) => {
    if (name === '' || isExpression(name)) return;
    const need = found.get(`${kind} ${name}`) ?? { kind, name, nodes: new Set<string>() };
    found.set(`${kind} ${name}`, need);
    if (node !== undefined) need.nodes.add(node);
  };
  for (const node of upgraded(flow, catalogue)) {
    const definition = catalogue.get(node.type);
    if (!definition) continue;
    for (const kind of ['connection', 'topic'] as const satisfies readonly ParamEditor[])
      for (const { value } of editedParams(node, definition, kind)) add(kind, value, node.id);
    const { scripts, expressions } = paramPlaces(definition, node.params);
    for (const text of [...Object.values(scripts), ...Object.values(expressions)]) {
      for (const table of lookupsIn(text).tables) add('table', table, node.id);
      for (const name of variableNamesIn(text)) add('variable', name, node.id);
    }
  }
  const { lane } = flow.settings;
  for (const text of [lane?.key, lane?.order?.value, lane?.dedupe?.value])
    for (const name of text === undefined ? [] : variableNamesIn(text)) add('variable', name);
  for (const { ref, node } of contractsOf(flow, catalogue)) add('contract', ref, node);
  for (const { flowId, node } of callsOf(flow, catalogue)) add('flow', flowId, node);
  for (const { capability, node } of [...asksOf(flow, catalogue), ...offersOf(flow, catalogue)])
    add('capability', capability, node);
  return [...found.values()]
    .map(({ nodes, ...need }) => ({ ...need, nodes: [...nodes] }))
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
}

const ORDER: readonly NeedKind[] = ['connection', 'variable', 'table', 'contract', 'topic', 'capability', 'flow'];

/** Names of one kind that flows need, each once. */
export function neededBy(flows: readonly Flow[], kind: NeedKind, catalogue: Catalogue): readonly string[] {
  const names = flows.flatMap((flow) =>
    needsOf(flow, catalogue).flatMap((need) => (need.kind === kind ? [need.name] : [])),
  );
  return [...new Set(names)].sort();
}

function upgraded(flow: Flow, catalogue: Catalogue): readonly FlowNode[] {
  try {
    return upgradeNodes(flow, catalogue).nodes;
  } catch {
    return flow.nodes;
  }
}
