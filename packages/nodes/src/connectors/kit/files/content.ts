import { wrongContent } from '../../../formats/kit/content.ts';
import type { Encoding } from '../../../formats/kit/decoder.ts';
import { decodeText, encodeText } from '../../../formats/kit/encodings.ts';
import { base64, bytesOfBase64 } from '../base64.ts';

export type FileEncoding = Encoding | 'base64';

/** The bytes of a file. @throws StepError kind `item` when the encoding has no such character, or the text is not Base64 */
export function bytesToWrite(content: string, encoding: FileEncoding): Uint8Array {
  if (encoding === 'base64') {
    const bytes = bytesOfBase64(content);
    if (bytes) return bytes;
    throw wrongContent('content-not-base64', 'The content is not Base64, which the encoding asks for.');
  }
  const bytes = encodeText(content, encoding);
  if (!('badCharacter' in bytes)) return bytes;
  const shown = JSON.stringify(String.fromCodePoint(content.codePointAt(bytes.badCharacter) ?? 0));
  throw wrongContent('encoding', `The character ${shown} does not exist in ${encoding}.`);
}

/** The content of a file as it travels in a message. @throws StepError kind `item` for bytes the encoding does not have */
export function contentOf(bytes: Uint8Array, encoding: FileEncoding): string {
  if (encoding === 'base64') return base64(bytes);
  const text = decodeText(bytes, encoding);
  if (typeof text === 'string') return text;
  throw wrongContent('encoding', `Byte ${text.badByte} of the file is not ${encoding}.`);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
