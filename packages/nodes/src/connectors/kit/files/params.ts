import { z } from 'zod';
import { ENCODINGS } from '../../../formats/kit/decoder.ts';

/** The connection of a step that works on files. */
export const filesParam = (system: string) =>
  z.string().min(1).meta({ editor: 'connection', system, label: 'Connection', fixed: true });
export type FilesParam = ReturnType<typeof filesParam>;

/** Where a file lies, below the folder of the connection. */
export const pathParam = (label: string, help: string, placeholder: string) =>
  z.string().min(1).max(1000).describe(help).meta({ editor: 'text', label, placeholder });

/** How the text of a file is written as bytes. */
export const fileEncoding = z
  .enum([...ENCODINGS, 'base64'])
  .default('utf-8')
  .describe('How characters are written. "base64": the content is bytes in Base64.')
  .meta({ label: 'Encoding', fixed: true, words: { base64: 'Bytes (Base64)' } });

/** Bytes of the largest file that travels in a message; larger ones are read part by part. */
export const MAX_CONTENT_BYTES = 8 * 1024 * 1024;

/** What is told of a file. */
export const FileFacts = z.object({
  path: z.string().describe('Below the folder of the connection.'),
  name: z.string(),
  size: z.int().nonnegative().describe('Bytes.'),
  modifiedAt: z.iso.datetime(),
});
