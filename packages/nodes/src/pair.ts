import type {
  AnyRunNode,
  NodeDefinition,
  RunDynamicNode,
  RunNode,
  RunParkingNode,
  RunScope,
} from '@lockstep/schema/node';

/** Joins a definition with its own run; the compiler refuses another's. */
export function pair<D extends NodeDefinition>(
  definition: D,
  run: RunNode<D> | RunDynamicNode<D> | RunParkingNode<D> | RunScope<D>,
): [string, AnyRunNode] {
  return [definition.type, run as AnyRunNode];
}
