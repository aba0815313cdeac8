import type { ScopeRules } from '@lockstep/schema/node';
import { type Json, Json as JsonValue } from '@lockstep/schema/run';
import { z } from 'zod';

/** Items under way at a time, at most. */
export const MAX_PARALLELISM = 50;

/** What every scope that goes through items lets its author choose. All but the condition is needed before any message. */
export const itemParams = {
  parallelism: z
    .int()
    .min(1)
    .max(MAX_PARALLELISM)
    .default(1)
    .describe('Items under way at a time. 1: one after another, in their order.')
    .meta({ label: 'At a time', fixed: true }),
  onError: z
    .enum(['stop', 'collect'])
    .default('stop')
    .describe('An item that fails stops everything, or is listed and the others go on.')
    .meta({
      label: 'When an item fails',
      fixed: true,
      words: { stop: 'Stop everything', collect: 'List it, and go on with the others' },
    }),
  stopWhen: z
    .string()
    .optional()
    .describe('Ends early when true; "input" is what an item gave. Items under way are finished.')
    .meta({ editor: 'expression', label: 'Stop when', placeholder: "input.status === 'full'" }),
  results: z
    .enum(['list', 'as-they-end', 'count'])
    .default('list')
    .describe(
      'What "done" gives: what each item gave, in the order of the items or as they ended; or the numbers alone.',
    )
    .meta({
      label: 'Results',
      fixed: true,
      words: {
        list: 'A list, in the order of the items',
        'as-they-end': 'A list, as they ended',
        count: 'Numbers only',
      },
    }),
} as const;

/** Parameter with the condition, as `ScopeDefinition.condition` names it. */
export const CONDITION = 'stopWhen';

/** The rules that these parameters make; what is missing or not a value has its default. */
export function itemRules(params: Readonly<Record<string, Json>>): ScopeRules {
  const { parallelism, onError, stopWhen, results } = params;
  const wanted = typeof parallelism === 'number' && Number.isInteger(parallelism) ? parallelism : 1;
  return {
    parallelism: Math.min(Math.max(wanted, 1), MAX_PARALLELISM),
    onError: onError === 'collect' ? 'collect' : 'stop',
    judged: typeof stopWhen === 'string' && stopWhen.trim() !== '',
    results: results !== 'count',
    order: results === 'as-they-end' ? 'ended' : 'items',
  };
}

/** What the port `done` of such a scope gives. */
export const ItemsDone = z.object({
  items: z.int().describe('Items that ended.'),
  failed: z.int().describe('Items among them that failed.'),
  stopped: z.boolean().optional().describe('True when the condition ended it.'),
  failures: z
    .array(
      z.object({
        index: z.int().describe('Which item, from 0.'),
        step: z.string().optional().describe('Step that failed.'),
        error: z.object({ kind: z.string(), code: z.string(), message: z.string() }),
        item: JsonValue.optional().describe('The item, or its beginning.'),
      }),
    )
    .describe('The first 1,000 items that failed.'),
  results: z.array(JsonValue).optional().describe('What the items gave that did not fail.'),
});

/** Items in groups of `size`: each group is one item of the body. */
export function inGroups(items: readonly Json[], size: number): readonly Json[] {
  if (size <= 1) return items;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
}

export const groupSize = z
  .int()
  .min(1)
  .max(10_000)
  .default(1)
  .describe('1: each item alone. More: the body gets lists of so many items.')
  .meta({ label: 'Items at once', fixed: true });
