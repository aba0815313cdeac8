import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Writes a list as newline-delimited JSON. */
export const writeNdjsonNode = defineNode({
  type: 'write-ndjson',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    rows: Json.optional()
      .describe('A list; each of its values becomes a line. Empty: the message.')
      .meta({ editor: 'json', label: 'Rows', placeholder: '=input.lines' }),
  }),
  input: Json,
  outputs: { out: z.string() },
  ui: {
    label: 'Write NDJSON',
    group: 'Formats',
    icon: 'braces',
    summary: 'One JSON value a line',
    description: 'Writes a list as newline-delimited JSON, one value a line.',
  },
});
