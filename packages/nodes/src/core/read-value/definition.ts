import { COLLECTION_PATTERN, defineNode } from '@lockstep/schema/node';
import { Json, MAX_EVENT_KEY } from '@lockstep/schema/run';
import { z } from 'zod';

/** Reads a value that a flow kept. */
export const readValue = defineNode({
  type: 'read-value',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
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
    initial: Json.optional()
      .describe('Stands for a value that was never kept, with version 0. Empty: the message leaves at "missing".')
      .meta({ editor: 'json', label: 'When there is none', placeholder: '{ "quantity": 0 }' }),
  }),
  input: Json,
  outputs: {
    found: z.object({
      key: z.string(),
      value: Json,
      /** 0 for the initial value. */
      version: z.int(),
      updatedAt: z.iso.datetime().nullable(),
    }),
    missing: Json,
  },
  ui: {
    label: 'Read value',
    group: 'Data',
    icon: 'archive-restore',
    summary: '{collection} {key}',
    description: 'Reads a value that a flow kept, by collection and key.',
  },
});
