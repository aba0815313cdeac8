import type { BadByte, BadCharacter, Decoder, Encoding } from './decoder.ts';
import { bytesOfCodes, decodeCodes, SINGLE_BYTE } from './single-byte.ts';
import { utf8Bytes, utf8Decoder, utf8Length } from './utf8.ts';
import { utf16Bytes, utf16Decoder } from './utf16.ts';

export function decoderFor(encoding: Encoding): Decoder {
  switch (encoding) {
    case 'utf-8':
      return utf8Decoder();
    case 'utf-16le':
    case 'utf-16be':
      return utf16Decoder(encoding === 'utf-16be');
    case 'windows-1252':
    case 'iso-8859-1': {
      const table = SINGLE_BYTE[encoding];
      return { push: (bytes) => decodeCodes(bytes, table), end: () => '' };
    }
    default:
      return encoding satisfies never;
  }
}

/** How many bytes the text has in an encoding. Counts what `encodeText` would write. */
export function byteLength(text: string, encoding: Encoding): number {
  switch (encoding) {
    case 'utf-8':
      return utf8Length(text);
    case 'utf-16le':
    case 'utf-16be':
      return text.length * 2;
    default:
      return text.length;
  }
}

export function encodeText(text: string, encoding: Encoding): Uint8Array | BadCharacter {
  switch (encoding) {
    case 'utf-8':
      return utf8Bytes(text);
    case 'utf-16le':
    case 'utf-16be':
      return utf16Bytes(text, encoding === 'utf-16be');
    default:
      return bytesOfCodes(text, SINGLE_BYTE[encoding]);
  }
}

/** The encoding a byte order mark says, and how long the mark is. @see Unicode 16, 23.8 */
export function byteOrderMark(bytes: Uint8Array): { readonly encoding: Encoding; readonly length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

/** A whole text in one encoding; a byte order mark is left out, and overrules `encoding`. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | BadByte {
  const mark = byteOrderMark(bytes);
  const decoder = decoderFor(mark?.encoding ?? encoding);
  const text = decoder.push(mark ? bytes.subarray(mark.length) : bytes);
  const end = typeof text === 'string' ? decoder.end() : text;
  const bad = typeof text !== 'string' ? text : typeof end !== 'string' ? end : undefined;
  return bad ? { badByte: bad.badByte + (mark?.length ?? 0) } : (text as string);
}
