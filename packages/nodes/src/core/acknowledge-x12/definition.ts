import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { writingParams } from '../../formats/edi/kit/params.ts';
import { AcknowledgementStatus } from '../../formats/edi/x12/schemas.ts';
import { writeEncoding } from '../../formats/kit/content-params.ts';

/** Writes the 997 and TA1 for an interchange that was read. */
export const acknowledgeX12 = defineNode({
  type: 'acknowledge-x12',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    document: Json.optional()
      .describe('What Parse X12 gave, at either port. Empty: the message.')
      .meta({ editor: 'json', label: 'What came in', placeholder: '=steps.parse' }),
    kind: z
      .enum(['as-needed', '997', 'TA1', 'both'])
      .default('as-needed')
      .describe(
        '"as-needed": a 997 for each group, and a TA1 where the sender asks for one or the interchange itself is refused.',
      )
      .meta({ label: 'Acknowledgement', fixed: true }),
    controlNumber: z
      .union([z.int().min(1).max(999_999_999), z.string().regex(/^\d{0,9}$/, 'Use 1 to 9 digits.')])
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
      status: AcknowledgementStatus.describe('What it says of everything that came in.'),
      controlNumber: z.string(),
      receiver: z.string().describe('Who it goes to.'),
    }),
    nothing: z.object({ reason: z.string() }),
  },
  ui: {
    label: 'Acknowledge X12',
    group: 'Formats',
    icon: 'file-check',
    summary: 'Acknowledgement {kind}',
    description:
      'Writes what the sender of an X12 interchange waits for: a 997 that accepts or refuses each transaction, and a TA1.',
  },
});
