import { catalogue } from '@lockstep/nodes/catalogue';
import type { Flow } from '@lockstep/schema/graph';
import { fieldsOf } from '../../forms/field-model.ts';

export interface Hook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** How messages are sent there. */
  readonly method: string;
}

/** Addresses a flow listens at: of every start that has a path. */
export function hooksOf(flow: Flow): readonly Hook[] {
  return flow.nodes.flatMap(({ id, name, type, params }) => {
    const definition = catalogue.get(type);
    const field = definition && fieldsOf(definition.params).find(({ kind }) => kind === 'path');
    const path = field && params[field.name];
    return typeof path === 'string' && path !== ''
      ? [{ id, name, url: `${location.origin}/hooks/${path}`, method: methodOf(params) }]
      : [];
  });
}

/** The method a webhook takes. */
function methodOf({ method }: Flow['nodes'][number]['params']): string {
  return typeof method === 'string' ? method : 'POST';
}
