import { flowJsonSchema } from '../graph/json-schema.ts';
import { serialiseJson } from '../graph/serialise.ts';

/** JSON Schema (2020-12) of `flow.json` in a folder: the flow document without what lies in files beside it. */
export function flowFileSchema(): string {
  const {
    $id: _,
    properties,
    required,
    ...schema
  } = flowJsonSchema() as {
    $id?: string;
    properties: Record<string, unknown>;
    required: string[];
  };
  const { layout: _layout, pinned: _pinned, ...kept } = properties;
  const tests = {
    type: 'array',
    items: { type: 'string' },
    description: 'Names of the files in tests/, without .json, in order.',
  };
  return serialiseJson({
    ...schema,
    title: 'Lockstep flow in a folder',
    properties: { ...kept, tests, $schema: { type: 'string' } },
    required: required.filter((name) => name !== 'layout'),
  });
}
