import type { FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';

/** A step in one line: what samples of many steps are written with. */
export function step(
  [id, type, name]: readonly [id: string, type: string, name: string],
  params: Readonly<Record<string, Json>> = {},
  more: { readonly scope?: string; readonly policy?: FlowNode['policy'] } = {},
): FlowNode {
  const { scope, policy = {} } = more;
  return { id, type, version: 1, name, params: { ...params }, policy, ...(scope !== undefined && { scope }) };
}
