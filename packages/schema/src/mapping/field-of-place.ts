import type { FieldPath } from './field-path.ts';
import type { MapExpression, MapObject } from './map-view.ts';

/** The target field that the text at a place makes: the innermost one whose property stands there. Undefined outside of all of them. */
export function fieldOfPlace({ entries, path }: MapObject, at: number): FieldPath | undefined {
  const entry = entries.find(({ from, to }) => from <= at && at < to);
  if (!entry) return undefined;
  const own = [...path, entry.key];
  return insideOf(entry.value, at) ?? own;
}

function insideOf(value: MapExpression, at: number): FieldPath | undefined {
  if (value.kind === 'object') return fieldOfPlace(value.object, at);
  if (value.kind === 'each') return insideOf(value.body, at);
  if (value.kind !== 'list') return undefined;
  return value.items.map((item) => insideOf(item, at)).find((found) => found !== undefined);
}
