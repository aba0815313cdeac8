import type { Catalogue } from '../node/define-node.ts';
import { type Flow, type FlowEdge, type FlowNode, UNDO_PORT } from './flow.ts';
import type { Issue } from './issue.ts';

type Drawing = Pick<Flow, 'nodes' | 'edges'>;

/**
 * Do and undo come in pairs: one step that undoes, hanging from the `undo` port of one step that writes, with no other way
 * in and none out. It works on what the step it undoes gave, and must not wait for anybody; a call of another flow only
 * waits for that.
 */
export function checkUndo(flow: Drawing, catalogue: Catalogue): readonly Issue[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return flow.edges.flatMap((edge): readonly Issue[] => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return edge.port === UNDO_PORT && from && to ? checkPair(flow, edge, { from, to }, catalogue) : [];
  });
}

function checkPair(
  { edges }: Drawing,
  edge: FlowEdge,
  { from, to }: { readonly from: FlowNode; readonly to: FlowNode },
  catalogue: Catalogue,
): readonly Issue[] {
  const issues: Issue[] = [];
  if (edges.some((other) => other !== edge && other.from === edge.from && other.port === UNDO_PORT)) {
    issues.push(problem(edge, 'undo-twice', `"${from.name}" can be undone by one step only.`));
  }
  if (edges.some((other) => other !== edge && other.to === edge.to)) {
    issues.push(
      problem(edge, 'undo-in-flow', `"${to.name}" undoes "${from.name}": no other step may lead to it.`, edge.to),
    );
  }
  if (edges.some((other) => other.from === edge.to)) {
    issues.push(problem(edge, 'undo-goes-on', `"${to.name}" undoes "${from.name}": nothing can follow it.`, edge.to));
  }
  const undoing = catalogue.get(to.type);
  if (undoing?.parks && undoing.effect === 'none') {
    issues.push(
      problem(edge, 'undo-waits', `"${to.name}" waits for something, so it cannot undo "${from.name}".`, edge.to),
    );
  }
  if (to.policy.disabled) {
    const message = `"${to.name}" is disabled: "${from.name}" will count as undone although nothing is done.`;
    issues.push({ ...problem(edge, 'undo-disabled', message, edge.to), severity: 'warning' });
  }
  return issues;
}

function problem(edge: FlowEdge, code: string, message: string, node: string = edge.from): Issue {
  return { severity: 'error', code, message, node, port: edge.port, edge };
}
