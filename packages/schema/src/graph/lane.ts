import { z } from 'zod';

/** Longest window of a lane: a week. */
const MAX_WINDOW_MS = 604_800_000;
/** Longest hold for a missing version: an hour. */
const MAX_HOLD_MS = 3_600_000;

const expression = (label: string, placeholder: string, describe: string) =>
  z.string().min(1).max(500).describe(describe).meta({ editor: 'expression', label, placeholder });

const Order = z.object({
  by: z
    .enum(['version', 'time'])
    .describe('A whole number that grows with every change, or the moment of the change.')
    .meta({ label: 'Sorted by', fixed: true, words: { version: 'A version', time: 'A moment' } }),
  value: expression('Its value', 'input.version', 'The version or the moment of a message. The lowest goes first.'),
  stale: z
    .enum(['drop', 'run'])
    .optional()
    .describe(
      'A message that is not newer than what was done: dropped, that is set aside as "stale", or run all the same.',
    )
    .meta({ label: 'Older messages', fixed: true, words: { drop: 'Set aside', run: 'Run all the same' } }),
  holdMs: z
    .int()
    .min(100)
    .max(MAX_HOLD_MS)
    .optional()
    .describe('When a version is missing, how long the next ones wait for it. Empty: they do not.')
    .meta({
      editor: 'duration-ms',
      label: 'Wait for a gap',
      fixed: true,
      showWhen: { field: '/order/by', is: ['version'] },
    }),
  first: z
    .int()
    .min(0)
    .optional()
    .describe('The version each key begins with. Empty: whichever comes first.')
    .meta({ label: 'First version', fixed: true, showWhen: { field: '/order/by', is: ['version'] } }),
});

const Dedupe = z.object({
  windowMs: z
    .int()
    .min(1000)
    .max(MAX_WINDOW_MS)
    .describe('How long a repetition is set aside as "duplicate".')
    .meta({ editor: 'duration-ms', label: 'Within', fixed: true }),
  value: expression(
    'Recognised by',
    'input.eventId',
    'What two messages have in common. Empty: the whole message.',
  ).optional(),
});

/**
 * Runs with one key go one after another, in the order in which they were accepted, in all processes together. Rules L1 to
 * L8 of the engine's RUN.md.
 */
export const LaneSettings = z.object({
  key: expression(
    'One at a time for each',
    'input.orderNumber',
    'What the messages that must keep their order have in common. A message without it runs on its own.',
  ),
  name: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('What people call the key, for example order number.')
    .meta({ label: 'Called', placeholder: 'order number', fixed: true }),
  order: Order.optional()
    .describe('Sorts the messages that wait. Empty: first come, first served.')
    .meta({ label: 'Sort', fixed: true }),
  coalesce: z
    .boolean()
    .optional()
    .describe('Of the messages that wait only the newest runs; the others are set aside as "superseded".')
    .meta({ label: 'Only the newest', fixed: true }),
  dedupe: Dedupe.optional()
    .describe('Sets repetitions of a message aside.')
    .meta({ label: 'Leave out repetitions', fixed: true }),
  onException: z
    .enum(['block', 'skip'])
    .optional()
    .describe('When a run fails: the key is blocked until a person decides, or the failed run is skipped.')
    .meta({
      label: 'After a failure',
      fixed: true,
      words: { block: 'Block the key until a person decides', skip: 'Go on without it' },
    }),
});
export type LaneSettings = z.infer<typeof LaneSettings>;
export type LaneOrder = NonNullable<LaneSettings['order']>;
