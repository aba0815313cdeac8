import { findCapability } from '@lockstep/schema/capabilities';
import type { Contract } from '@lockstep/schema/contracts';
import { type Flow, type FlowNode, isExpression, upgradeNodes } from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { type EditedParam, editedParams, replaceEdited } from './steps/edited-params.ts';

/** A step that names a contract, as it is drawn. */
export interface DrawnContract {
  readonly node: string;
  readonly nodeName: string;
  readonly field: string;
  /** `order`, `order@1`, `order@1.4.0` */
  readonly ref: string;
}

/** Every contract that the steps of a flow name. A drawing that cannot be upgraded is read as it is. */
export function contractsOf(flow: Flow, catalogue: Catalogue): readonly DrawnContract[] {
  return upgraded(flow, catalogue).nodes.flatMap((node) => {
    const definition = catalogue.get(node.type);
    if (!definition) return [];
    const named = editedParams(node, definition, 'contract').filter(
      ({ value }) => value !== '' && !isExpression(value),
    );
    return [...named, ...impliedBy(node, definition)].map(({ value, field }) => {
      return { node: node.id, nodeName: node.name, field, ref: value };
    });
  });
}

/** Contracts of the capability that a step offers or calls: they stand in no parameter of their own. */
function impliedBy({ params }: FlowNode, definition: NodeDefinition): readonly EditedParam[] {
  const named = definition.callable?.(params)?.capability ?? definition.asks?.(params)?.capability;
  const capability = named === undefined ? undefined : findCapability(named);
  if (!capability) return [];
  return [capability.input, capability.output].map((value) => ({ value, field: '/capability' }));
}

/**
 * The document with what its references to contracts mean now. A version or a test run keeps that meaning: it is part of its snapshot.
 * References that mean nothing are left out.
 */
export function pinContracts(
  flow: Flow,
  catalogue: Catalogue,
  find: (ref: string) => Pick<Contract, 'version'> | undefined,
): Flow {
  const { pins: _, ...drawn } = flow;
  const pins = contractsOf(flow, catalogue).flatMap(({ ref }) => {
    const found = find(ref);
    return found ? [[ref, found.version] as const] : [];
  });
  return pins.length === 0 ? drawn : { ...drawn, pins: Object.fromEntries(pins) };
}

/** A node whose references to contracts are those that its version was pinned to. */
export function pinnedNode(node: FlowNode, definition: NodeDefinition, pins: Flow['pins']): FlowNode {
  if (!pins) return node;
  return replaceEdited(node, definition, 'contract', (ref) => pinnedRef(ref, pins) ?? ref);
}

/** Whole references a snapshot was pinned to: `order@1.4.0`. */
export function pinnedRefs(pins: Flow['pins']): readonly string[] {
  return Object.keys(pins ?? {}).flatMap((ref) => pinnedRef(ref, pins) ?? []);
}

export function pinnedRef(ref: string, pins: Flow['pins']): string | undefined {
  const version = pins && Object.hasOwn(pins, ref) ? pins[ref] : undefined;
  return version === undefined ? undefined : `${ref.split('@')[0]}@${version}`;
}

function upgraded(flow: Flow, catalogue: Catalogue): Flow {
  try {
    return upgradeNodes(flow, catalogue);
  } catch {
    return flow;
  }
}
