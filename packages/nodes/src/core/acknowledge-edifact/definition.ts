import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { writeEncoding } from '../../formats/edi/edifact/content.ts';
import { writingParams } from '../../formats/edi/kit/params.ts';

/** Writes CONTRL for an interchange that was read. */
export const acknowledgeEdifact = defineNode({
  type: 'acknowledge-edifact',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    document: Json.optional()
      .describe('What Parse EDIFACT gave, at either port. Empty: the message.')
      .meta({ editor: 'json', label: 'What came in', placeholder: '=steps.parse' }),
    when: z
      .enum(['always', 'asked-or-rejected'])
      .default('always')
      .describe('"asked-or-rejected": only where the sender asks for it (UNB), or where something is rejected.')
      .meta({ label: 'Answer', fixed: true }),
    controlNumber: z
      .union([z.int().min(1), z.string().regex(/^[A-Za-z0-9._-]{0,14}$/, 'Use 1 to 14 letters and digits.')])
      .default('')
      .describe(
        'Number of our interchange, which counts up for each receiver; the version a Keep value step gives does.',
      )
      .meta({ editor: 'text', label: 'Control number', placeholder: '=steps.number.version' }),
    newline: writingParams.newline,
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: {
    out: z.object({
      text: z.string().describe('The acknowledgement: text, or Base64 when an encoding is chosen.'),
      status: z
        .enum(['accepted', 'accepted-with-errors', 'partly-accepted', 'rejected'])
        .describe('What became of everything that came in.'),
      controlNumber: z.string(),
      receiver: z.string().describe('Who it goes to.'),
    }),
    nothing: z.object({ reason: z.string() }),
  },
  ui: {
    label: 'Acknowledge EDIFACT',
    group: 'Formats',
    icon: 'file-check',
    summary: 'CONTRL, {when}',
    description:
      'Writes what the sender of an EDIFACT interchange waits for: a CONTRL that acknowledges or rejects each message.',
  },
});
