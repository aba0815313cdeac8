import {
  contentHash,
  ERROR_PORT,
  type Flow,
  type FlowNode,
  UNDO_PORT,
  upgradeNodes,
  withoutSamples,
} from '@lockstep/schema/graph';
import { type Catalogue, type NodeDefinition, portsOf } from '@lockstep/schema/node';
import { lookupsIn } from '@lockstep/schema/tables';
import { type VariableUse, variablesIn } from '@lockstep/schema/variables';
import { compilePlan, type NodeId, type Plan, PlanError } from '../../engine/index.ts';
import type { SandboxProgram, SandboxUnit } from '../../sandbox/types.ts';
import { pinnedNode } from '../contract-pins.ts';
import { type ParamPlaces, paramPlaces } from './params.ts';

/** A node joined with its type. */
export interface LoadedNode {
  /** Parameters brought up to the version the type has now; contracts as the version was pinned to them. */
  readonly node: FlowNode;
  readonly definition: NodeDefinition;
  /** Ports a run may answer on, as drawn; `error` and `undo` are not among them. */
  readonly ports: readonly string[];
  readonly places: ParamPlaces;
  /** Text of a scope's condition, which is computed apart from its other expressions: about what an item gave. */
  readonly condition?: { readonly pointer: string; readonly text: string };
}

/** A flow version made ready to run: once a version and process, shared by all its runs. */
export interface LoadedFlow {
  /** The document as it was published, without the samples of its maps. */
  readonly flow: Flow;
  readonly snapshotId: string;
  /** Absent for test runs of a draft. */
  readonly version: number | undefined;
  readonly plan: Plan;
  readonly program: SandboxProgram;
  readonly nodes: ReadonlyMap<NodeId, LoadedNode>;
  /** Nodes that have an address of their own: `run.callbackUrls` of every expression. */
  readonly callbacks: readonly NodeId[];
  /** Tables that scripts and expressions look things up in, by unit; units that ask none are left out. */
  readonly lookups: ReadonlyMap<string, readonly string[]>;
  /** Variables that its scripts and expressions read, by unit; units that read none are left out. */
  readonly variables: ReadonlyMap<string, readonly VariableUse[]>;
}

export interface FlowSource {
  readonly flow: Flow;
  readonly snapshotId: string;
  readonly version?: number | undefined;
}

/** @throws PlanError when the flow cannot run at all: see `compilePlan` */
export function loadFlow({ flow: document, snapshotId, version }: FlowSource, catalogue: Catalogue): LoadedFlow {
  const flow = withoutSamples(document);
  const current = upgradeNodes(flow, catalogue);
  const plan = compilePlan(current, catalogue);
  const nodes = new Map(current.nodes.map((node) => [node.id, loadNode(node, catalogue, flow.pins)]));
  const units = [...nodes.values()].flatMap(unitsOf);
  const callbacks = [...nodes].flatMap(([id, { definition }]) => (definition.callback ? [id] : []));
  const program = { key: contentHash(current), units };
  return {
    flow,
    snapshotId,
    version,
    plan,
    program,
    nodes,
    callbacks,
    lookups: lookupsOf(units),
    variables: variablesOf(units),
  };
}

/** Unit with all expressions of one node. */
export const expressionsUnit = (node: NodeId): string => node;
/** Unit with the condition of a scope. */
export const conditionUnit = (node: NodeId): string => `${node}/?`;
/** Unit of one script: `field` is the parameter's name, or its path below the parameters. */
export const scriptUnit = (node: NodeId, field: string): string => `${node}/${field}`;

function lookupsOf(units: readonly SandboxUnit[]): ReadonlyMap<string, readonly string[]> {
  const found = units.map((unit) => {
    const texts = unit.kind === 'script' ? [unit.source] : Object.values(unit.expressions);
    return [unit.id, [...new Set(texts.flatMap((text) => lookupsIn(text).tables))]] as const;
  });
  return new Map(found.filter(([, tables]) => tables.length > 0));
}

function variablesOf(units: readonly SandboxUnit[]): LoadedFlow['variables'] {
  const found = units.map((unit) => {
    const texts = unit.kind === 'script' ? [unit.source] : Object.values(unit.expressions);
    return [unit.id, texts.flatMap(variablesIn)] as const;
  });
  return new Map(found.filter(([, uses]) => uses.length > 0));
}

function loadNode(drawn: FlowNode, catalogue: Catalogue, pins: Flow['pins']): LoadedNode {
  const definition = catalogue.get(drawn.type);
  if (!definition) throw new PlanError(`There is no node type "${drawn.type}".`, drawn.id);
  const node = pinnedNode(drawn, definition, pins);
  const ports = portsOf(definition, node.params).filter(
    (port) => definition.kind === 'trigger' || (port !== ERROR_PORT && port !== UNDO_PORT),
  );
  const { expressions, ...places } = paramPlaces(definition, node.params);
  const pointer = `/${definition.scope?.condition ?? ''}`;
  const { [pointer]: text, ...others } = expressions;
  const condition = text === undefined ? {} : { condition: { pointer, text } };
  return { node, definition, ports, places: { ...places, expressions: others }, ...condition };
}

function unitsOf({ node, places, condition }: LoadedNode): readonly SandboxUnit[] {
  const asked = condition && { [condition.pointer]: condition.text };
  const conditions = asked ? [{ id: conditionUnit(node.id), kind: 'expressions' as const, expressions: asked }] : [];
  const scripts = Object.entries(places.scripts).map(([pointer, source]) => {
    return { id: scriptUnit(node.id, pointer.slice(1)), kind: 'script' as const, source };
  });
  const { expressions } = places;
  if (Object.keys(expressions).length === 0) return [...scripts, ...conditions];
  return [...scripts, ...conditions, { id: expressionsUnit(node.id), kind: 'expressions', expressions }];
}
