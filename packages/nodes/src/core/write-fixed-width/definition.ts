import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { layoutParams } from '../../formats/fixed-width/layout-param.ts';
import { writeEncoding } from '../../formats/kit/content-params.ts';

/** Writes rows as lines with fields at fixed places. */
export const writeFixedWidthNode = defineNode({
  type: 'write-fixed-width',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    rows: Json.optional()
      .describe('A list of objects by field, or of { record, values } when there is a record type. Empty: the message.')
      .meta({ editor: 'json', label: 'Rows', placeholder: '=input.lines' }),
    ...layoutParams,
    newline: z.enum(['crlf', 'lf']).default('crlf').describe('How lines end.').meta({ label: 'Line end', fixed: true }),
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: { out: z.string().describe('The file: text, or Base64 when an encoding is chosen.') },
  ui: {
    label: 'Write fixed width',
    group: 'Formats',
    icon: 'ruler',
    summary: 'Fields at fixed places',
    description: 'Writes rows as lines whose fields stand at fixed places. Nothing is cut off in silence.',
  },
});
