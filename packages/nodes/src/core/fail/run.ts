import { type RunNode, StepError } from '@lockstep/schema/node';
import type { fail } from './definition.ts';

export const runFail: RunNode<typeof fail> = async ({ params }) => {
  const { kind, code, message, details } = params;
  throw new StepError({
    kind,
    category: kind === 'item' ? 'validation' : 'business',
    code,
    message,
    ...(details !== undefined && { details }),
  });
};
