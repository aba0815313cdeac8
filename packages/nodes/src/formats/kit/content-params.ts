import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { ENCODINGS } from './decoder.ts';

/** Messages are JSON: text travels as text, bytes as Base64. */
const ContentEncoding = z.enum(['text', ...ENCODINGS]);
export type ContentEncoding = z.infer<typeof ContentEncoding>;

/** Parameters of every step that reads a format. */
export const readParams = {
  content: Json.optional()
    .describe('Text to read. Empty: the message.')
    .meta({ editor: 'json', label: 'Content', placeholder: '=input' }),
  encoding: ContentEncoding.default('text')
    .describe(
      '"text": the content is text already. Otherwise it is Base64 of bytes in this encoding; a byte order mark overrules it.',
    )
    .meta({ label: 'Encoding', fixed: true }),
};

/** Parameter of every step that writes a format. */
export const writeEncoding = ContentEncoding.default('text')
  .describe('"text" gives text. Otherwise Base64 of bytes in this encoding.')
  .meta({ label: 'Encoding', fixed: true });
