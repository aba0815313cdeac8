import { type RunScope, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { inGroups } from '../../scopes/params.ts';
import type { forEach } from './definition.ts';

export const runForEach: RunScope<typeof forEach> = async ({ params, input }) => {
  const items: Json = params.items ?? input;
  if (Array.isArray(items)) return { feed: { items: inGroups(items as readonly Json[], params.group) } };
  throw new StepError({
    kind: 'item',
    category: 'validation',
    code: 'items-no-list',
    message: `For each needs a list; it was given ${kindOf(items)}. Name the list under "Items".`,
  });
};

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
