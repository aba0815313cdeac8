import { z } from 'zod';
import { ENCODINGS } from '../../formats/kit/decoder.ts';

/** Where reading goes on, and how the file is known to be the same. */
export const Place = z.object({
  /** Byte the next row begins at, its line from 1, and the rows before it. */
  offset: z.int(),
  line: z.int(),
  rows: z.int(),
  /** Of the text: what its byte order mark says, else the settings. */
  encoding: z.enum(ENCODINGS).default('utf-8'),
  /** ETag or time of change of the file, and its size in bytes, as far as the server tells them. */
  tag: z.string().optional(),
  size: z.int().optional(),
  /** How its CSV is written: told from its beginning. */
  head: z
    .object({
      delimiter: z.string(),
      newline: z.enum(['lf', 'cr']),
      encoding: z.enum(ENCODINGS),
      columns: z.array(z.string()).optional(),
    })
    .optional(),
});
export type Place = z.infer<typeof Place>;
export const BEGINNING: Place = { offset: 0, line: 1, rows: 0, encoding: 'utf-8' };
