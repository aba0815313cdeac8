import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';

/** A step in one line. */
export function step(
  id: string,
  type: string,
  name: string,
  params: Readonly<Record<string, Json>> = {},
  policy: FlowNode['policy'] = {},
): FlowNode {
  return { id, type, version: 1, name, params: { ...params }, policy };
}

/** A flow with its edges as text, `in.out > next`, and its places as a picture. */
export function drawn(
  head: Pick<Flow, 'id' | 'name' | 'settings' | 'tests'>,
  nodes: readonly FlowNode[],
  edges: readonly string[],
  lanes: readonly (readonly string[])[],
): Flow {
  return {
    format: FLOW_FORMAT,
    ...head,
    nodes: [...nodes],
    edges: edges.map(edgeOf),
    layout: { nodes: layOut(lanes), notes: [] },
  };
}

function edgeOf(text: string): FlowEdge {
  const [, from = '', port = '', to = ''] = /^(\S+)\.(\S+) > (\S+)$/.exec(text) ?? [];
  return { from, port, to };
}
