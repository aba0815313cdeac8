import type { Flow } from './flow.ts';
import { withoutPinned } from './pinned-sample.ts';

/**
 * The text of a flow document: keys sorted, two spaces, one item a line, a final newline. Equal documents give equal
 * text and a small change is a small diff. Short leaves (an edge, a position) stay on one line. Pinned samples stay in the draft: they may
 * hold what customers wrote, and no file carries them on.
 */
export function serialiseFlow(flow: Flow): string {
  return serialiseJson(withoutPinned(flow));
}

/** Any JSON value as `serialiseFlow` writes a document. */
export function serialiseJson(value: unknown): string {
  return `${print(value, '')}\n`;
}

/** JSON text with sorted keys and no white space: what hashes are made of. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (isObject(value)) {
    const members = sortedMembers(value).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

const LINE_WIDTH = 100;

function print(value: unknown, indent: string): string {
  if (!Array.isArray(value) && !isObject(value)) return JSON.stringify(value ?? null);
  const flat = printFlat(value);
  if (flat !== undefined && indent !== '' && indent.length + flat.length <= LINE_WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = sortedMembers(value);
  if (members.length === 0) return '{}';
  return `{\n${members.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, inner)}`).join(',\n')}\n${indent}}`;
}

/** One line, for objects and arrays whose members are all plain values. */
function printFlat(value: readonly unknown[] | Record<string, unknown>): string | undefined {
  const items = Array.isArray(value) ? value : Object.values(value);
  if (items.some((item) => Array.isArray(item) || isObject(item))) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  const members = sortedMembers(value as Record<string, unknown>);
  if (members.length === 0) return '{}';
  return `{ ${members.map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`).join(', ')} }`;
}

function sortedMembers(value: Record<string, unknown>): readonly [string, unknown][] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
