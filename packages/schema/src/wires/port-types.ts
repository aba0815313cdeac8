import { z } from 'zod';
import type { Contract } from '../contracts/contract.ts';
import { findContract } from '../contracts/index.ts';
import { ERROR_PORT, ErrorOutput, type Flow, type FlowNode, UNDO_PORT } from '../graph/flow.ts';
import { incomingEdges, topologicalOrder } from '../graph/topology.ts';
import { fieldsOf, type SchemaField } from '../mapping/schema-field.ts';
import type { Catalogue, NodeDefinition } from '../node/define-node.ts';
import type { Json } from '../run/json.ts';

/** Alternatives of what travels somewhere. Empty: nobody knows, so anything may. */
export type WireType = readonly SchemaField[];

export interface PortTypes {
  /** What a step receives, one alternative for each edge that may bring it. */
  input(node: string): WireType;
  /** What a step gives on a port; on any port but `error` when none is named. */
  output(node: string, port?: string): WireType;
}

/** What travels the wires of a flow, as far as contracts and step types tell. */
export function portTypes(flow: Flow, catalogue: Catalogue, contracts: readonly Contract[]): PortTypes {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const incoming = incomingEdges(flow);
  const inputs = new Map<string, WireType>();

  function output(id: string, port?: string): WireType {
    const node = byId.get(id);
    const definition = node && catalogue.get(node.type);
    if (!node || !definition) return [];
    if (port === ERROR_PORT) return [schemaOf(ErrorOutput)];
    if (node.policy.disabled || port === UNDO_PORT) return port === UNDO_PORT ? output(id) : (inputs.get(id) ?? []);
    if (port !== undefined) return typeOf(node, definition, port);
    const ports = [...Object.keys(definition.outputs), ...(definition.dynamicPorts?.(node.params) ?? [])];
    const types = ports.map((each) => typeOf(node, definition, each));
    return types.some((type) => type.length === 0) ? [] : types.flat();
  }

  function typeOf(node: FlowNode, definition: NodeDefinition, port: string): WireType {
    const told = definition.carries?.(node.params)[port];
    if (told === 'input') return inputs.get(node.id) ?? [];
    if (told && 'schema' in told) return [contractFields(told.schema)];
    if (told) {
      const contract = findContract(told.contract, contracts);
      return contract ? [contractFields(contract.schema)] : [];
    }
    const schema = definition.outputs[port];
    const field = schema && schemaOf(schema);
    return field && field.type !== 'any' ? [field] : [];
  }

  for (const id of topologicalOrder(flow)) {
    const types = (incoming.get(id) ?? []).map(({ from, port }) => output(from, port));
    inputs.set(id, types.some((type) => type.length === 0) ? [] : types.flat());
  }
  return { input: (id) => inputs.get(id) ?? [], output };
}

const known = new WeakMap<object, SchemaField>();

function schemaOf(schema: z.core.$ZodType): SchemaField {
  const found = known.get(schema) ?? fieldsOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Json);
  known.set(schema, found);
  return found;
}

function contractFields(schema: Json): SchemaField {
  if (typeof schema !== 'object' || schema === null) return fieldsOf(schema);
  const found = known.get(schema) ?? fieldsOf(schema);
  known.set(schema, found);
  return found;
}
