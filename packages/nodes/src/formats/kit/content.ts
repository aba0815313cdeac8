import { StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { base64, bytesOfBase64 } from '../../connectors/kit/base64.ts';
import type { ContentEncoding } from './content-params.ts';
import { decodeText, encodeText } from './encodings.ts';
import { kindOf } from './kind-of.ts';

/** The text a step is to read. @throws StepError kind `item` when there is none */
export function textToRead(
  { content, encoding }: { readonly content?: Json | undefined; readonly encoding: ContentEncoding },
  input: Json,
): string {
  const given = content === undefined ? input : content;
  if (typeof given !== 'string') {
    throw wrongContent('content-not-text', `The content is ${kindOf(given)}, not text.`);
  }
  if (encoding === 'text') return given;
  const bytes = bytesOfBase64(given);
  if (!bytes)
    throw wrongContent('content-not-base64', `The content is not Base64, which the encoding ${encoding} asks for.`);
  const text = decodeText(bytes, encoding);
  if (typeof text === 'string') return text;
  throw wrongContent('encoding', `Byte ${text.badByte} of the content is not ${encoding}.`);
}

/** What a step gives for a text it wrote. @throws StepError kind `item` when the encoding has no such character */
export function writtenContent(text: string, encoding: ContentEncoding): string {
  if (encoding === 'text') return text;
  const bytes = encodeText(text, encoding);
  if ('badCharacter' in bytes) {
    const shown = JSON.stringify(String.fromCodePoint(text.codePointAt(bytes.badCharacter) ?? 0));
    throw wrongContent('encoding', `The character ${shown} does not exist in ${encoding}.`);
  }
  return base64(bytes);
}

/** A message whose text cannot be had, or not be given. */
export function wrongContent(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'mapping', code, message });
}
