import type { FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';

/** A node of version 1 without policy, in one line. */
export function step(id: string, type: string, name: string, params: Readonly<Record<string, Json>>): FlowNode {
  return { id, type, version: 1, name, params: { ...params }, policy: {} };
}

/** Tells the case of the return. */
export function tell(id: string, name: string, params: Readonly<Record<string, Json>>): FlowNode {
  return step(id, 'update-case', name, { kind: 'return', key: '=steps.asked.rma', ...params });
}
