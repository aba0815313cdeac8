import type { Json } from '../run/json.ts';
import { JsonFault } from './fault.ts';
import { scanJson } from './scan.ts';

export type StrictJsonText =
  | { readonly ok: true; readonly value: Json }
  /** Line and column count from 1, in characters. */
  | { readonly ok: false; readonly reason: string; readonly line: number; readonly column: number };

/**
 * Reads a JSON text exactly or not at all: no duplicate keys, no lone surrogates, no number a double cannot hold, at most
 * 512 levels. An integer beyond 2^53 - 1 becomes a string of the same digits: rounding an order number in silence would
 * be worse than its type.
 */
export function readStrictJson(text: string): StrictJsonText {
  try {
    const bigIntegers = scanJson(text);
    return { ok: true, value: JSON.parse(quoted(text, bigIntegers)) as Json };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { ok: false, reason: error.message, line: error.line, column: error.column };
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
