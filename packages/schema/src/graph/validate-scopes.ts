import type { Catalogue } from '../node/define-node.ts';
import { escapePointer } from './diff.ts';
import { type Flow, type FlowNode, SCOPE_PORT } from './flow.ts';
import type { Issue } from './issue.ts';
import { byId, isEntry, scopesAround } from './scopes.ts';

/**
 * Bodies hang together: each belongs to a step that has one, is led into, and holds what can be done many times. Edges that
 * cross its border are found with the other edges (`checkEdges`).
 */
export function checkScopes(flow: Flow, catalogue: Catalogue): readonly Issue[] {
  const nodes = byId(flow.nodes);
  return flow.nodes.flatMap((node) => [
    ...checkPlace(node, nodes, catalogue),
    ...checkBody(node, flow, nodes, catalogue),
    ...checkReferences(node, nodes),
  ]);
}

/** The scope of a node, and what it is doing there. */
function checkPlace(node: FlowNode, nodes: ReadonlyMap<string, FlowNode>, catalogue: Catalogue): readonly Issue[] {
  const { id, name, scope, type } = node;
  if (scope === undefined) return [];
  const owner = nodes.get(scope);
  if (!owner) return [problem(id, 'scope-unknown', `"${name}" belongs to a scope that is not there: "${scope}".`)];
  const around = scopesAround(nodes, id);
  if (around.includes(id)) return [problem(id, 'scope-cycle', `"${name}" lies within itself.`)];
  if (catalogue.has(owner.type) && !catalogue.get(owner.type)?.scope) {
    return [problem(id, 'scope-unknown', `"${name}" belongs to "${owner.name}", which has no body.`)];
  }
  const definition = catalogue.get(type);
  if (definition?.kind === 'trigger') {
    return [problem(id, 'trigger-in-scope', `"${name}" starts the flow, so it cannot stand in "${owner.name}".`)];
  }
  if (definition?.responds) {
    const message = `"${name}" answers the caller, who takes one answer only: it cannot stand in "${owner.name}".`;
    return [problem(id, 'reply-in-scope', message)];
  }
  return [];
}

function checkBody(
  { id, name, type, policy }: FlowNode,
  flow: Flow,
  nodes: ReadonlyMap<string, FlowNode>,
  catalogue: Catalogue,
): readonly Issue[] {
  if (!catalogue.get(type)?.scope || policy.disabled) return [];
  if (flow.edges.some((edge) => edge.from === id && isEntry(edge, nodes))) return [];
  const message = `"${name}" does nothing with its items: put a step into it and lead "${SCOPE_PORT}" there.`;
  return [{ ...problem(id, 'scope-empty', message), port: SCOPE_PORT }];
}

/** What a body step gave is there as long as its item is under way, and nowhere else. */
function checkReferences(node: FlowNode, nodes: ReadonlyMap<string, FlowNode>): readonly Issue[] {
  const mine = [node.id, ...scopesAround(nodes, node.id)];
  return textsOf(node.params).flatMap(({ text, pointer }) =>
    stepsNamedIn(text).flatMap((id): Issue[] => {
      const named = nodes.get(id);
      if (named?.scope === undefined || mine.includes(named.scope)) return [];
      const scope = nodes.get(named.scope)?.name ?? named.scope;
      const message = `"${named.name}" runs once for each item of "${scope}", so it has no one output to read here. Read what "${scope}" gives.`;
      return [{ ...problem(node.id, 'step-out-of-reach', message), field: pointer }];
    }),
  );
}

/** Ids that a text reads as `steps.id` or `steps['id']`. */
function stepsNamedIn(text: string): readonly string[] {
  const named = /(?<![\w$])steps(?:\??\.([a-z][\w-]*)|(?:\?\.)?\[\s*(['"`])([a-z][a-z0-9-]*)\2\s*\])/g;
  return [...new Set([...text.matchAll(named)].map(([, plain, , quoted]) => plain ?? quoted ?? ''))];
}

function textsOf(value: unknown, pointer = ''): readonly { readonly text: string; readonly pointer: string }[] {
  if (typeof value === 'string') return [{ text: value, pointer }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${pointer}/${escapePointer(key)}`));
}

function problem(node: string, code: string, message: string): Issue {
  return { severity: 'error', code, message, node };
}
