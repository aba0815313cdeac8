import type { Flow, FlowNode } from '@lockstep/schema/graph';
import { isExpression } from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { fieldsOf } from '../forms/field-model.ts';

/** Something others hold on to: an address, a contract of a call, a topic. */
export interface CallerChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly text: string;
}

/**
 * What changes for those outside when `after` follows `before`: addresses they send to, contracts they call by, topics they read or
 * publish for. Everything a flow does only within itself is left out.
 */
export function callerChanges(before: Flow | undefined, after: Flow, catalogue: Catalogue): readonly CallerChange[] {
  const old = facesOf(before, catalogue);
  const now = facesOf(after, catalogue);
  const changes: CallerChange[] = [];
  for (const [face, is] of now) {
    const was = old.get(face);
    if (was === undefined) changes.push({ kind: 'added', text: is === '' ? face : `${face}: ${is}` });
    else if (was !== is) changes.push({ kind: 'changed', text: `${face}: ${was || 'anything'} → ${is || 'anything'}` });
  }
  for (const face of old.keys()) if (!now.has(face)) changes.push({ kind: 'removed', text: face });
  return changes;
}

/** By what others know the flow, with what it asks of them. */
function facesOf(flow: Flow | undefined, catalogue: Catalogue): ReadonlyMap<string, string> {
  const faces = new Map<string, string>();
  for (const node of flow?.nodes ?? []) {
    const definition = catalogue.get(node.type);
    if (definition) for (const [face, asks] of facesOfNode(node, definition)) faces.set(face, asks);
  }
  return faces;
}

function facesOfNode(node: FlowNode, definition: NodeDefinition): readonly (readonly [string, string])[] {
  const fields = fieldsOf(definition.params);
  const valuesOf = (kind: string) =>
    fields
      .filter((field) => field.kind === kind)
      .map(({ name }) => node.params[name])
      .filter((value): value is string => typeof value === 'string' && value !== '' && !isExpression(value));
  const contract = valuesOf('contract').join(', ');
  const method =
    typeof node.params.method === 'string' && node.params.method !== 'POST' ? `${node.params.method} ` : '';
  const paths = valuesOf('path').map((path) => [`Address ${method}/hooks/${path}`, contract] as const);
  if (definition.callable) {
    const { input = '', output = '' } = definition.callable(node.params);
    return [...paths, ['Calls by other flows, taking', input], ['Calls by other flows, returning', output]];
  }
  const topics = valuesOf('topic');
  if (definition.kind === 'trigger') return [...paths, ...topics.map((topic) => [`Reads topic ${topic}`, ''] as const)];
  if (definition.effect === 'write')
    return [...paths, ...topics.map((topic) => [`Publishes on topic ${topic}`, ''] as const)];
  return paths;
}
