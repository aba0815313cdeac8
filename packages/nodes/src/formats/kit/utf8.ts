import type { BadByte, Decoder } from './decoder.ts';
import { textOfUnits } from './units.ts';

/**
 * Strict UTF-8, chunk by chunk: no overlong forms, no surrogates, nothing beyond U+10FFFF, nothing replaced.
 *
 * @see RFC 3629, 3 and 4
 */
export function utf8Decoder(): Decoder {
  let [code, need, least, offset, began] = [0, 0, 0, 0, 0];
  return {
    push(bytes) {
      const units = new Uint16Array(bytes.length + 1);
      let count = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] as number;
        if (need === 0) {
          if (byte < 0x80) {
            units[count] = byte;
            count += 1;
            continue;
          }
          began = offset + at;
          if (byte >= 0xc2 && byte < 0xe0) [code, need, least] = [byte & 0x1f, 1, 0x80];
          else if (byte >= 0xe0 && byte < 0xf0) [code, need, least] = [byte & 0x0f, 2, 0x800];
          else if (byte >= 0xf0 && byte < 0xf5) [code, need, least] = [byte & 0x07, 3, 0x10000];
          else return { badByte: began };
          continue;
        }
        if ((byte & 0xc0) !== 0x80) return { badByte: began };
        code = (code << 6) | (byte & 0x3f);
        need -= 1;
        if (need > 0) continue;
        if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return { badByte: began };
        if (code >= 0x10000) {
          units[count] = 0xd7c0 + (code >> 10);
          count += 1;
          code = 0xdc00 | (code & 0x3ff);
        }
        units[count] = code;
        count += 1;
      }
      offset += bytes.length;
      return textOfUnits(units, count);
    },
    end: (): '' | BadByte => (need === 0 ? '' : { badByte: began }),
  };
}

/** Length of the text in UTF-8 bytes; a lone surrogate counts like the U+FFFD that is written for it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    if (isHigh(unit) && isLow(text.charCodeAt(at + 1))) at += 1;
  }
  return length;
}

/** The text in UTF-8; a lone surrogate becomes U+FFFD, as everywhere on the web. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let count = 0;
  const put = (...values: readonly number[]) => {
    for (const value of values) {
      bytes[count] = value;
      count += 1;
    }
  };
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes[count] = code;
      count += 1;
      continue;
    }
    if (isHigh(code) && isLow(text.charCodeAt(at + 1))) {
      at += 1;
      code = 0x10000 + ((code - 0xd800) << 10) + (text.charCodeAt(at) - 0xdc00);
    } else if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    const last = 0x80 | (code & 0x3f);
    const third = 0x80 | ((code >> 6) & 0x3f);
    if (code < 0x800) put(0xc0 | (code >> 6), last);
    else if (code < 0x10000) put(0xe0 | (code >> 12), third, last);
    else put(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), third, last);
  }
  return bytes;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
