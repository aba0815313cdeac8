import type { RunScope } from '@lockstep/schema/node';
import type { repeatUntil } from './definition.ts';

/** What the first turn works on; the engine hands every turn what the one before gave. */
export const runRepeatUntil: RunScope<typeof repeatUntil> = async ({ params, input }) => ({
  feed: { items: [params.first ?? input] },
});
