import type { BadByte, Decoder } from './decoder.ts';
import { textOfUnits } from './units.ts';

/** Strict UTF-16, chunk by chunk: a surrogate without its other half is refused. @see RFC 2781 */
export function utf16Decoder(bigEndian: boolean): Decoder {
  let half: number | undefined;
  let high: number | undefined;
  let offset = 0;
  return {
    push(bytes) {
      const units = new Uint16Array((bytes.length + 1) >> 1);
      let count = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] as number;
        if (half === undefined) {
          half = byte;
          continue;
        }
        const unit = bigEndian ? (half << 8) | byte : (byte << 8) | half;
        half = undefined;
        const isLow = unit >= 0xdc00 && unit < 0xe000;
        if (isLow !== (high !== undefined)) return { badByte: high ?? offset + at - 1 };
        high = unit >= 0xd800 && unit < 0xdc00 ? offset + at - 1 : undefined;
        units[count] = unit;
        count += 1;
      }
      offset += bytes.length;
      return textOfUnits(units, count);
    },
    end: (): '' | BadByte => {
      if (high !== undefined) return { badByte: high };
      return half === undefined ? '' : { badByte: offset - 1 };
    },
  };
}

export function utf16Bytes(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const [highAt, lowAt] = bigEndian ? [0, 1] : [1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[at * 2 + highAt] = unit >> 8;
    bytes[at * 2 + lowAt] = unit & 0xff;
  }
  return bytes;
}
