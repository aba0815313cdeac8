import type { CapabilityCall, Catalogue, FlowCall } from '../node/define-node.ts';
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

/** A step of a flow that calls a capability. */
export interface DrawnAsk extends CapabilityCall {
  readonly node: string;
}

/** Calls of capabilities, whichever flows serve them. Disabled steps call nothing. */
export function asksOf(flow: Flow, catalogue: Catalogue): readonly DrawnAsk[] {
  return current(flow, catalogue).nodes.flatMap(({ id, type, params, policy }): DrawnAsk[] => {
    const ask = policy.disabled ? undefined : catalogue.get(type)?.asks?.(params);
    return ask ? [{ ...ask, node: id }] : [];
  });
}

/** A start of a flow that offers a capability. */
export interface DrawnOffer {
  readonly node: string;
  readonly capability: string;
}

/** Capabilities a flow offers. Calls find its first callable start only, so that is the one that counts. */
export function offersOf(flow: Flow, catalogue: Catalogue): readonly DrawnOffer[] {
  for (const { id, type, params } of current(flow, catalogue).nodes) {
    const callable = catalogue.get(type)?.callable?.(params);
    if (callable) return callable.capability === undefined ? [] : [{ node: id, capability: callable.capability }];
  }
  return [];
}

/** A drawing that cannot be upgraded is read as it is; validation says what is wrong with it. */
function current(flow: Flow, catalogue: Catalogue): Pick<Flow, 'nodes'> {
  try {
    return upgradeNodes(flow, catalogue);
  } catch {
    return flow;
  }
}
