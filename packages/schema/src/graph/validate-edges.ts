import { type Catalogue, portsOf } from '../node/define-node.ts';
import { sameEdge } from './apply-edit.ts';
import { type Flow, type FlowEdge, type FlowNode, SCOPE_PORT } from './flow.ts';
import type { Issue } from './issue.ts';
import { staysInScope } from './scopes.ts';
import { downstreamOf } from './topology.ts';
import { checkUndo } from './validate-undo.ts';

/** Edges that lead nowhere, leave from a port that is not there, enter a trigger, or stand twice. */
export function checkEdges(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const drawn = new Set<string>();
  return flow.edges.flatMap((edge): Issue[] => {
    const name = JSON.stringify([edge.from, edge.port, edge.to]);
    const isTwice = drawn.has(name);
    drawn.add(name);
    const found = checkEdge(edge, nodes, catalogue);
    if (found) return [found];
    return isTwice ? [problem(edge, 'edge-twice', 'This edge is drawn twice.')] : [];
  });
}

/**
 * Why an edge may not be drawn from a port to a node, or `undefined` when it may. The canvas asks this while a person
 * drags; cycles and doubles included.
 */
export function refuseEdge(flow: Flow, edge: FlowEdge, catalogue: Catalogue): string | undefined {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const found = checkEdge(edge, nodes, catalogue);
  if (found) return found.message;
  if (flow.edges.some((other) => sameEdge(other, edge))) return 'These two are joined already.';
  const unpaired = newUndoProblem(flow, edge, catalogue);
  if (unpaired) return unpaired;
  if (reaches(flow, edge.to, edge.from)) return 'That would close a circle: a message would never come to an end.';
  return undefined;
}

/** What the pairs of do and undo say against one more edge. */
function newUndoProblem(flow: Flow, edge: FlowEdge, catalogue: Catalogue): string | undefined {
  const known = new Set(checkUndo(flow, catalogue).map(({ message }) => message));
  const found = checkUndo({ nodes: flow.nodes, edges: [...flow.edges, edge] }, catalogue);
  return found.find(({ severity, message }) => severity === 'error' && !known.has(message))?.message;
}

function checkEdge(edge: FlowEdge, nodes: ReadonlyMap<string, FlowNode>, catalogue: Catalogue): Issue | undefined {
  const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
  if (!from) return problem(edge, 'edge-source-unknown', `An edge leaves a step that is not there: "${edge.from}".`);
  if (!to) return problem(edge, 'edge-target-unknown', `An edge leads to a step that is not there: "${edge.to}".`);
  if (edge.from === edge.to) return problem(edge, 'edge-loop', `"${from.name}" cannot follow itself.`);
  if (catalogue.get(to.type)?.kind === 'trigger') {
    return problem(edge, 'edge-into-trigger', `"${to.name}" starts the flow; nothing can lead to it.`);
  }
  const definition = catalogue.get(from.type);
  const isLost = definition?.scope && edge.port === SCOPE_PORT && to.scope !== edge.from;
  if (isLost || !staysInScope(edge, nodes)) return problem(edge, ...strayed(edge, nodes));
  if (!definition) return undefined; // the unknown type is an issue of the node
  const ports = portsOf(definition, from.params);
  if (ports.includes(edge.port)) return undefined;
  const known = ports.map((port) => `"${port}"`).join(', ');
  return problem(edge, 'port-unknown', `"${from.name}" has no port "${edge.port}"; it has ${known}.`);
}

/** What is done for each item stays in the body; what the items gave comes out of the scope itself. */
function strayed({ from, port, to }: FlowEdge, nodes: ReadonlyMap<string, FlowNode>): readonly [string, string] {
  const nameOf = (id: string | undefined) => `"${nodes.get(id ?? '')?.name ?? id}"`;
  const [left, entered] = [nodes.get(from)?.scope, nodes.get(to)?.scope];
  if (entered === from) {
    return [
      'edge-enters-scope',
      `${nameOf(to)} belongs to the body of ${nameOf(from)}: lead to it from "${SCOPE_PORT}".`,
    ];
  }
  if (port === SCOPE_PORT && entered === left) {
    return ['each-outside', `${nameOf(from)} leads to ${nameOf(to)} for each item: put ${nameOf(to)} into it.`];
  }
  if (left !== undefined) {
    const where = `${nameOf(from)} belongs to the body of ${nameOf(left)}`;
    return [
      'edge-leaves-scope',
      `${where}: ${nameOf(to)} lies outside and cannot follow it; it can follow ${nameOf(left)}.`,
    ];
  }
  const where = `${nameOf(to)} belongs to the body of ${nameOf(entered)}`;
  return ['edge-enters-scope', `${where}: only ${nameOf(entered)} and the steps beside it can lead to it.`];
}

function problem(edge: FlowEdge, code: string, message: string): Issue {
  return { severity: 'error', code, message, node: edge.from, port: edge.port, edge };
}

function reaches(flow: Flow, from: string, to: string): boolean {
  return from === to || downstreamOf(flow, from).has(to);
}
