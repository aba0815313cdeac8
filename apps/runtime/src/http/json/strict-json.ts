import type { Json } from '@lockstep/schema/run';
import { JsonFault } from './fault.ts';
import { scanJson } from './scan.ts';

export type StrictJson =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly place: { readonly line: number; readonly column: number } | { readonly byte: number };
    };

/**
 * Reads a message exactly or not at all. UTF-8 only (a byte order mark is skipped), no duplicate keys, no lone surrogates, no number a
 * double cannot hold, at most 512 levels. An integer beyond 2^53 - 1 becomes a string of the same digits: rounding
 * an order number in silence would be worse than its type.
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { ok: false, reason: 'The body is not UTF-8.', place: { byte: invalidUtf8At(bytes) } };
  try {
    const bigIntegers = scanJson(text);
    return { ok: true, value: JSON.parse(quoted(text, bigIntegers)) as Json };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { ok: false, reason: error.message, place: { line: error.line, column: error.column } };
  }
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

function quoted(text: string, places: readonly (readonly [number, number])[]): string {
  if (places.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const [from, to] of places) {
    parts.push(text.slice(done, from), '"', text.slice(from, to), '"');
    done = to;
  }
  return [...parts, text.slice(done)].join('');
}
