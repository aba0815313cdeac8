import { type FieldPath, ITEM } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';

const MASK = '•••••';

/** The value of a field in a sample: of each item the first. Undefined when it is not there. */
export function valueAt(sample: Json | undefined, path: FieldPath): Json | undefined {
  let value: Json | undefined = sample;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    if (step === ITEM) value = Array.isArray(value) ? value[0] : undefined;
    else if (Array.isArray(value)) return undefined;
    else value = Object.hasOwn(value, step) ? (value as Readonly<Record<string, Json>>)[step] : undefined;
  }
  return value;
}

/** A value in a few characters: texts in quotes, how many of a list, nothing of an object. */
export function shortValue(value: Json | undefined, isSensitive: boolean): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `${value.length}×`;
  if (value !== null && typeof value === 'object') return '';
  return isSensitive ? MASK : JSON.stringify(value);
}
