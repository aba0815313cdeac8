import type { Catalogue, FlowCall } from '../node/define-node.ts';
import type { Flow } from './flow.ts';
import { upgradeNodes } from './upgrade-nodes.ts';

/** A step of a flow that calls another one. */
export interface DrawnCall extends FlowCall {
  readonly node: string;
}

/** Calls of other flows, as the types of the steps tell. Disabled steps call nothing. */
export function callsOf(flow: Flow, catalogue: Catalogue): readonly DrawnCall[] {
  return current(flow, catalogue).nodes.flatMap(({ id, type, params, policy }): DrawnCall[] => {
    const call = policy.disabled ? undefined : catalogue.get(type)?.calls?.(params);
    return call ? [{ ...call, node: id }] : [];
  });
}

/** A drawing that cannot be upgraded is read as it is; validation says what is wrong with it. */
function current(flow: Flow, catalogue: Catalogue): Pick<Flow, 'nodes'> {
  try {
    return upgradeNodes(flow, catalogue);
  } catch {
    return flow;
  }
}
