import type { Flow } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { fieldsOf } from './field-model.ts';
import { emptyMembers, type Params } from './values.ts';

/**
 * What a new step begins with: what must be there, empty or with the example a script field shows. A webhook gets an
 * address of its own, made from the flow's id.
 */
export function initialParams(flow: Flow, definition: NodeDefinition): Params {
  const fields = fieldsOf(definition.params);
  const params: Record<string, Json> = { ...emptyMembers(fields) };
  for (const field of fields) {
    if (field.kind === 'code' && field.placeholder !== undefined) params[field.name] = field.placeholder;
    if (field.kind === 'path') params[field.name] = freePath(flow, definition.type, field.name);
    if (field.required && field.kind !== 'code' && field.kind !== 'path' && params[field.name] === '') {
      delete params[field.name];
    }
  }
  return params;
}

function freePath(flow: Flow, type: string, name: string): string {
  const taken = new Set(flow.nodes.filter((node) => node.type === type).map(({ params }) => params[name]));
  if (!taken.has(flow.id)) return flow.id;
  let count = 2;
  while (taken.has(`${flow.id}-${count}`)) count += 1;
  return `${flow.id}-${count}`;
}
