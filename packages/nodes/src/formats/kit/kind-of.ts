import type { Json } from '@lockstep/schema/run';

/** What a value is, in words: `a list`, `an object`, `text`. */
export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    default:
      return 'true or false';
  }
}
