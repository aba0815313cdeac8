import type { Catalogue } from '../node/define-node.ts';
import type { Flow, FlowNode } from './flow.ts';

/**
 * The flow with the parameters of every node brought up to the version its type has now. Nodes that are up to date,
 * unknown or newer stay as they are; an upgrade that is missing leaves the node at the version it reached.
 */
export function upgradeNodes(flow: Flow, catalogue: Catalogue): Flow {
  const nodes = flow.nodes.map((node) => upgradeNode(node, catalogue));
  return nodes.every((node, index) => node === flow.nodes[index]) ? flow : { ...flow, nodes };
}

function upgradeNode(node: FlowNode, catalogue: Catalogue): FlowNode {
  const definition = catalogue.get(node.type);
  let current = node;
  while (definition && current.version < definition.version) {
    const next = definition.upgrades?.find(({ from }) => from === current.version);
    if (!next) return current;
    current = { ...current, version: next.to, params: { ...next.upgrade(current.params) } };
  }
  return current;
}
