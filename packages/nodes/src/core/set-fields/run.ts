import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { setFields } from './definition.ts';
import { setField } from './set-field.ts';

export const runSetFields: RunNode<typeof setFields> = async ({ params, input }) => {
  let message: Json = params.mode === 'keep' ? input : {};
  for (const { path, value } of params.fields) {
    const set = setField(message, path.split('.'), value);
    if ('problem' in set) {
      throw new StepError({
        kind: 'item',
        category: 'mapping',
        code: 'field-not-set',
        message: `The field "${path}" cannot be set. ${set.problem}`,
      });
    }
    message = set.message;
  }
  return { port: 'out', value: message };
};
