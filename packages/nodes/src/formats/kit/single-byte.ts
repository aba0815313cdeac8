import type { BadCharacter } from './decoder.ts';
import { textOfUnits } from './units.ts';

/** What the bytes 80 to 9F mean in windows-1252; five are not assigned and stay control characters, as browsers read them. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

type Table = Uint16Array;

function tableOf(upper: string): Table {
  const table = Uint16Array.from({ length: 256 }, (_, code) => code);
  for (let at = 0; at < upper.length; at += 1) table[0x80 + at] = upper.charCodeAt(at);
  return table;
}

/** Code point of each byte. @see WHATWG Encoding, 9 (windows-1252); ISO/IEC 8859-1 */
export const SINGLE_BYTE = {
  'windows-1252': tableOf(WINDOWS_1252),
  'iso-8859-1': tableOf(''),
} as const satisfies Readonly<Record<string, Table>>;

export function decodeCodes(bytes: Uint8Array, table: Table): string {
  const units = new Uint16Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) units[at] = table[bytes[at] as number] as number;
  return textOfUnits(units, bytes.length);
}

export function bytesOfCodes(text: string, table: Table): Uint8Array | BadCharacter {
  const byCode = new Map(Array.from(table, (code, byte) => [code, byte] as const));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = byCode.get(text.charCodeAt(at));
    if (byte === undefined) return { badCharacter: at };
    bytes[at] = byte;
  }
  return bytes;
}
