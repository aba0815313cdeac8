import type { Json, JsonObject } from '@lockstep/schema/run';
import type { RawSegment } from './segment.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a segment as plain data: `['N1', 'ST', ['a', 'b'], { repeat: ['a', 'b'] }]`. */
export function isRawSegment(value: Json | undefined): value is Json & RawSegment {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !/^[A-Z][A-Z0-9]{1,2}$/.test(value[0])) return false;
  return value.slice(1).every(isRawElement);
}

function isRawElement(value: Json): boolean {
  if (typeof value === 'string') return true;
  if (isObject(value)) {
    return Array.isArray(value.repeat) && value.repeat.every((item) => !isObject(item) && isRawElement(item));
  }
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** Adds an item to a list of an object, which begins with it where there is none. */
export function append(object: Record<string, Json>, name: string, item: Json): void {
  const list = object[name];
  if (Array.isArray(list)) (list as Json[]).push(item);
  else object[name] = [item];
}
