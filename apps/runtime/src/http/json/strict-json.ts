import { readStrictJson } from '@lockstep/schema/json';
import type { Json } from '@lockstep/schema/run';

export type StrictJson =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly place: { readonly line: number; readonly column: number } | { readonly byte: number };
    };

/** Reads a message exactly or not at all: UTF-8 only (a byte order mark is skipped), then the rules of `readStrictJson`. */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { ok: false, reason: 'The body is not UTF-8.', place: { byte: invalidUtf8At(bytes) } };
  const read = readStrictJson(text);
  if (read.ok) return read;
  return { ok: false, reason: read.reason, place: { line: read.line, column: read.column } };
}

/** The text, or `undefined` when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Offset of the first byte that breaks UTF-8: the longest prefix that decodes, found by halving. */
export function invalidUtf8At(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
