import type { FlowNode } from '@lockstep/schema/graph';
import type { NodeDefinition, ParamEditor } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';

interface ParamSchema {
  readonly editor?: ParamEditor;
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  readonly items?: ParamSchema;
}

/** A text parameter, with its JSON pointer below the parameters. */
export interface EditedParam {
  readonly value: string;
  readonly field: string;
}

/** Text parameters of a node that are shown by one kind of editor. */
export function editedParams(
  { params }: Pick<FlowNode, 'params'>,
  definition: NodeDefinition,
  editor: ParamEditor,
): readonly EditedParam[] {
  const found: EditedParam[] = [];
  changed(params, schemaOf(definition), '', (value, at, field) => {
    if (at.editor === editor) found.push({ value, field });
    return value;
  });
  return found;
}

/** The node with the text parameters of one kind of editor replaced. */
export function replaceEdited(
  node: FlowNode,
  definition: NodeDefinition,
  editor: ParamEditor,
  replace: (value: string) => string,
): FlowNode {
  const params = changed(node.params, schemaOf(definition), '', (value, at) =>
    at.editor === editor ? replace(value) : value,
  );
  return { ...node, params: params as FlowNode['params'] };
}

function changed(
  value: Json,
  at: ParamSchema | undefined,
  field: string,
  change: (value: string, at: ParamSchema, field: string) => string,
): Json {
  if (!at) return value;
  if (typeof value === 'string') return change(value, at, field);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => changed(item as Json, at.items, `${field}/${i}`, change));
  const children = at.properties ?? {};
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => {
      const child = Object.hasOwn(children, name) ? children[name] : undefined;
      return [name, changed(item, child, `${field}/${name}`, change)];
    }),
  );
}

const schemas = new WeakMap<NodeDefinition, ParamSchema>();

function schemaOf(definition: NodeDefinition): ParamSchema {
  const known = schemas.get(definition);
  if (known) return known;
  const made = z.toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' }) as ParamSchema;
  schemas.set(definition, made);
  return made;
}
