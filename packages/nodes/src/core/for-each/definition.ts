import { SCOPE_PORT } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { CONDITION, groupSize, ItemsDone, itemParams, itemRules } from '../../scopes/params.ts';

/** Takes the steps in its body once for each item of a list. */
export const forEach = defineNode({
  type: 'for-each',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    items: z
      .array(Json)
      .optional()
      .describe('The list to go through; the message itself when empty.')
      .meta({ editor: 'json', label: 'Items', placeholder: '=input.lines' }),
    group: groupSize,
    ...itemParams,
  }),
  input: Json,
  outputs: { done: ItemsDone, [SCOPE_PORT]: Json },
  scope: { donePort: 'done', condition: CONDITION, rules: itemRules },
  ui: {
    label: 'For each',
    group: 'Route',
    icon: 'repeat-2',
    summary: '{parallelism} at a time',
    description: 'Takes the steps inside once for each item of a list, one after another or several at a time.',
  },
});
