import { type getStepPart, PART_TEXT_CHARS, type PartMember } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import type { z } from 'zod';

type Part = z.infer<(typeof getStepPart)['ok']>;

/** The part of a value at a JSON pointer, with a page of its members; `undefined` where nothing is. */
export function partAt(
  whole: Json,
  at: { readonly pointer: string; readonly offset: number; readonly limit: number },
): Part | undefined {
  const value = follow(whole, at.pointer);
  if (value === undefined) return undefined;
  const { kind, size = 0 } = member('', value);
  const { offset, limit } = at;
  if (Array.isArray(value)) {
    const page = value.slice(offset, offset + limit) as readonly Json[];
    return { kind, size, members: page.map((item, index) => member(String(offset + index), item)) };
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).slice(offset, offset + limit);
    const held = value as { readonly [name: string]: Json };
    return { kind, size, members: names.map((name) => member(name, held[name] ?? null)) };
  }
  return { kind, size, members: [], value: typeof value === 'string' ? value.slice(0, PART_TEXT_CHARS) : value };
}

function member(name: string, value: Json): PartMember {
  if (value === null) return { name, kind: 'null', value };
  if (Array.isArray(value)) return { name, kind: 'array', size: value.length };
  switch (typeof value) {
    case 'object':
      return { name, kind: 'object', size: Object.keys(value).length };
    case 'string':
      return { name, kind: 'string', size: value.length, value: value.slice(0, PART_TEXT_CHARS) };
    case 'number':
      return { name, kind: 'number', value };
    default:
      return { name, kind: 'boolean', value };
  }
}

function follow(whole: Json, pointer: string): Json | undefined {
  let value: Json | undefined = whole;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as { readonly [key: string]: Json })[name];
  }
  return value;
}
