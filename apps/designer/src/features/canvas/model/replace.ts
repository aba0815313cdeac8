import { bodyOf, type Flow, type FlowEdge, type FlowEdit, type FlowNode, sameEdge } from '@lockstep/schema/graph';
import { type Catalogue, type NodeDefinition, portsOf } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { fieldsOf } from '../../../forms/field-model.ts';
import { isLowPort } from './geometry.ts';
import { freshName } from './ids.ts';

export interface Replacement {
  readonly definition: NodeDefinition;
  /** What a new step of that type begins with. */
  readonly params: FlowNode['params'];
  /** Settings that were chosen with it: they count more than what the old step had. */
  readonly settings: FlowNode['params'];
  readonly catalogue: Catalogue;
}

/**
 * The edit that puts a step of another type in the place of one. It keeps the id, so what mentions it still does; a name a person
 * gave; settings of the same name and kind; the policy as far as the new type can keep it; and every edge whose port it
 * has. What left by the first good port leaves by its first good port. `undefined` when nothing is there to replace.
 */
export function replaceStep(
  flow: Flow,
  id: string,
  { definition, params, settings, catalogue }: Replacement,
): FlowEdit | undefined {
  const old = flow.nodes.find((node) => node.id === id);
  if (old === undefined || !mayReplace(flow, old, definition, catalogue)) return undefined;
  const before = catalogue.get(old.type);
  const names = new Set(flow.nodes.map(({ name }) => name));
  const isNamed = before === undefined || !old.name.startsWith(before.ui.label);
  const kept = { ...params, ...sharedParams(old, before, definition), ...settings };
  const { samples: _, ...rest } = old;
  const node: FlowNode = {
    ...rest,
    type: definition.type,
    version: definition.version,
    name: isNamed ? old.name : freshName(definition.ui.label, names),
    params: kept,
    policy: policyFor(old.policy, definition),
  };
  const label = `replace “${old.name}” by “${definition.ui.label}”`;
  return { type: 'batch', label, edits: [...edgeEdits(flow, old, node, definition), { type: 'node.replace', node }] };
}

/** A start takes the place of a start only, and what has steps inside that of a scope. */
export function mayReplace(flow: Flow, old: FlowNode, definition: NodeDefinition, catalogue: Catalogue): boolean {
  const before = catalogue.get(old.type);
  if (before !== undefined && before.kind !== definition.kind) return false;
  return definition.scope !== undefined || bodyOf(flow, old.id).length === 0;
}

function sharedParams(
  old: FlowNode,
  before: NodeDefinition | undefined,
  definition: NodeDefinition,
): FlowNode['params'] {
  const was = new Map((before === undefined ? [] : fieldsOf(before.params)).map((field) => [field.name, field]));
  const shared = fieldsOf(definition.params).flatMap((field): [string, Json][] => {
    const value = old.params[field.name];
    const same = was.get(field.name);
    if (value === undefined || same?.kind !== field.kind) return [];
    if (field.kind === 'connection' && same.kind === 'connection' && String(field.systems) !== String(same.systems))
      return [];
    if (field.kind === 'choice' && typeof value === 'string' && !field.choices.includes(value)) return [];
    return [[field.name, value]];
  });
  return Object.fromEntries(shared);
}

function policyFor({ strategy, ...policy }: FlowNode['policy'], definition: NodeDefinition): FlowNode['policy'] {
  const { retry, mock: _, ...rest } = policy;
  const kept = definition.effect === 'none' ? rest : { ...rest, ...(retry !== undefined && { retry }) };
  return strategy !== undefined && definition.strategies.includes(strategy) ? { ...kept, strategy } : kept;
}

function edgeEdits(flow: Flow, old: FlowNode, next: FlowNode, definition: NodeDefinition): readonly FlowEdit[] {
  const ports = portsOf(definition, next.params);
  const first = ports.find((port) => !isLowPort(port));
  const leaving = flow.edges.filter(({ from }) => from === old.id);
  const main = leaving.find(({ port }) => !isLowPort(port))?.port;
  const after: FlowEdge[] = [];
  return leaving.flatMap((edge): FlowEdit[] => {
    if (ports.includes(edge.port)) return [];
    const port = edge.port === main ? first : undefined;
    const moved = port === undefined ? undefined : { ...edge, port };
    const isNew = moved !== undefined && ![...leaving, ...after].some((other) => sameEdge(other, moved));
    if (moved !== undefined && isNew) after.push(moved);
    return [
      { type: 'edge.remove', edge },
      ...(moved !== undefined && isNew ? [{ type: 'edge.add', edge: moved } as const] : []),
    ];
  });
}
