import { COLLECTION_PATTERN, defineNode } from '@lockstep/schema/node';
import { Json, MAX_EVENT_KEY } from '@lockstep/schema/run';
import { z } from 'zod';

/** Keeps a value between runs. Written again under the same idempotency key it changes nothing, so the key is the strategy. */
export const keepValue = defineNode({
  type: 'keep-value',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    collection: z
      .string()
      .regex(COLLECTION_PATTERN, 'Use letters, digits, dots, dashes and slashes.')
      .describe('What kind of values. All flows share it.')
      .meta({ label: 'Collection', placeholder: 'stock', fixed: true }),
    key: z
      .union([z.string().min(1).max(MAX_EVENT_KEY), z.number()])
      .describe('What the value is about; a number means its text.')
      .meta({ editor: 'text', label: 'Key', placeholder: '=input.sku' }),
    value: Json.optional()
      .describe('What is kept. Empty: the message.')
      .meta({ editor: 'json', label: 'Value', placeholder: '=input' }),
    when: z
      .enum(['always', 'newer', 'unchanged'])
      .default('always')
      .describe(
        '"newer": only when the rank is greater than that of the value kept. "unchanged": only while the value has the version given. Else the message leaves at "stale".',
      )
      .meta({
        label: 'Keep it',
        fixed: true,
        words: { always: 'Always', newer: 'Only when it is newer', unchanged: 'Only while nobody changed it' },
      }),
    rank: z
      .union([z.number(), z.string()])
      .optional()
      .describe('A version that counts up, or a time, as the other system tells it.')
      .meta({
        editor: 'text',
        label: 'Rank',
        placeholder: '=input.updatedAt',
        showWhen: { field: '/when', is: ['newer'] },
      }),
    version: z
      .int()
      .min(0)
      .optional()
      .describe('The version that was read; 0 while there is no value.')
      .meta({
        editor: 'text',
        label: 'Version',
        placeholder: '=steps.read.version',
        showWhen: { field: '/when', is: ['unchanged'] },
      }),
  }),
  input: Json,
  outputs: {
    kept: z.object({ key: z.string(), value: Json, version: z.int() }),
    stale: z.object({
      key: z.string(),
      /** What is kept instead; null when there is nothing. */
      value: Json,
      /** 0 when there is nothing. */
      version: z.int(),
    }),
  },
  ui: {
    label: 'Keep value',
    group: 'Data',
    icon: 'archive',
    summary: '{collection} {key}',
    description: 'Keeps a value between runs, by collection and key; if you like only when it is newer, or unchanged.',
  },
});
