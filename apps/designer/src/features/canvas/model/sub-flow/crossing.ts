import { type Flow, type FlowEdge, type FlowNode, incomingEdges } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

/** The contract of what travels some edges, by what their steps say; `undefined` when one does not say, or they differ. */
export function contractOn(flow: Flow, edges: readonly FlowEdge[], catalogue: Catalogue): string | undefined {
  const incoming = incomingEdges(flow);
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const of = ({ from, port }: FlowEdge, seen: ReadonlySet<string>): string | undefined => {
    const node = nodes.get(from);
    if (node === undefined || seen.has(from)) return undefined;
    const told = catalogue.get(node.type)?.carries?.(node.params)[port];
    if (told === 'input') return all(incoming.get(from) ?? [], new Set([...seen, from]));
    return told !== undefined && 'contract' in told ? told.contract : undefined;
  };
  const all = (some: readonly FlowEdge[], seen: ReadonlySet<string>): string | undefined => {
    const [first, ...others] = some.map((edge) => of(edge, seen));
    return others.every((one) => one === first) ? first : undefined;
  };
  return all(edges, new Set());
}

/** A step that goes on with one field of the message: what came along with others is taken apart again. */
export function fieldStep(id: string, name: string, field: string): FlowNode {
  const script = `export default function map(input) {\n  return input[${JSON.stringify(field)}];\n}\n`;
  return { id, type: 'map', version: 1, name, params: { script }, policy: {} };
}
