import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { base64, bytesOfBase64 } from '../../../connectors/kit/base64.ts';
import { textToRead, writtenContent, wrongContent } from '../../kit/content.ts';
import { ENCODINGS } from '../../kit/decoder.ts';
import { decodeBySyntax, encodeBySyntax, syntaxOf } from './charsets.ts';

const EdifactEncoding = z.enum(['text', 'by-syntax', ...ENCODINGS]);
type EdifactEncoding = z.infer<typeof EdifactEncoding>;

export const readEncoding = EdifactEncoding.default('text')
  .describe(
    '"text": the content is text already. Otherwise it is Base64 of bytes: "by-syntax" in the character set that UNB names (UNOA, UNOC, UNOY), or in this encoding.',
  )
  .meta({ label: 'Encoding', fixed: true });

export const writeEncoding = EdifactEncoding.default('text')
  .describe(
    '"text" gives text. Otherwise Base64 of bytes: "by-syntax" in the character set of UNB, or in this encoding.',
  )
  .meta({ label: 'Encoding', fixed: true });

/** The text a step is to read. @throws StepError kind `item` when there is none */
export function edifactText(
  params: { readonly content?: Json | undefined; readonly encoding: EdifactEncoding },
  input: Json,
): string {
  const { encoding } = params;
  if (encoding !== 'by-syntax') return textToRead({ ...params, encoding }, input);
  const bytes = bytesOfBase64(textToRead({ ...params, encoding: 'text' }, input));
  if (!bytes)
    throw wrongContent('content-not-base64', 'The content is not Base64, which the encoding by-syntax asks for.');
  const syntax = syntaxOf(bytes);
  const text = decodeBySyntax(bytes, syntax ?? '');
  if (typeof text === 'string') return text;
  throw wrongContent('encoding', `Byte ${text.badByte} of the content is not of ${syntax}.`);
}

/** What a step gives for an interchange it wrote. @throws StepError kind `item` when the character set has no such character */
export function edifactContent(text: string, syntax: string, encoding: EdifactEncoding): string {
  if (encoding !== 'by-syntax') return writtenContent(text, encoding);
  const bytes = encodeBySyntax(text, syntax);
  if (!('badCharacter' in bytes)) return base64(bytes);
  const shown = JSON.stringify(String.fromCodePoint(text.codePointAt(bytes.badCharacter) ?? 0));
  throw wrongContent('encoding', `The character ${shown} does not exist in ${syntax}.`);
}
