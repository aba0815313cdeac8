import type { Json, JsonObject } from '@lockstep/schema/run';
import { kindOf } from '../../kit/kind-of.ts';
import { type CompositeDef, type Dictionary, type ElementDef, INLINE, type ValueDef } from './dictionary.ts';
import { writeMoment } from './moments.ts';
import { isObject } from './raw-segment.ts';
import { MORE_COMPONENTS, MORE_ELEMENTS, meaningOf } from './read-elements.ts';
import { type RawElement, trimmed } from './segment.ts';
import { writeValue } from './values.ts';

export interface DataWriting {
  readonly dictionary: Dictionary;
  readonly decimalMark: '.' | ',';
  /** Writes values that are not of their type or length as they are. */
  readonly isLenient: boolean;
}

interface Writing extends DataWriting {
  readonly tell: (path: string, message: string) => void;
}

/** Names of the fields a segment may have. */
export function fieldNames(defs: readonly ElementDef[]): readonly string[] {
  return [
    ...defs.flatMap((def) =>
      def.name === INLINE && def.kind === 'composite' ? inlineNames(def) : [def.name, meaningOf(def.name)],
    ),
    MORE_ELEMENTS,
  ];
}

function inlineNames({ parts }: CompositeDef): readonly string[] {
  return [...parts.flatMap(({ name }) => [name, meaningOf(name)]), MORE_COMPONENTS, 'repeat'];
}

/** The elements of a segment from its fields, without the empty ones at the end. */
export function writeElements(
  value: JsonObject,
  defs: readonly ElementDef[],
  path: string,
  writing: Writing,
): readonly RawElement[] {
  const elements: RawElement[] = [];
  for (const def of defs) {
    if (def.kind === 'composite' && def.name === INLINE) {
      const names = inlineNames(def);
      const fields = Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
      elements.push(writeElement(Object.keys(fields).length > 0 ? fields : null, def, path, writing));
      continue;
    }
    const given = own(value, def.name);
    const at = `${path}/${def.name}`;
    if (def.kind !== 'list') {
      elements.push(writeElement(given, def, at, writing));
      continue;
    }
    const list = given === null ? [] : Array.isArray(given) ? given : [given];
    if (list.length > def.times) writing.tell(at, `There are ${list.length}, but ${def.times} at most.`);
    for (let time = 0; time < def.times; time += 1) {
      const item = list[time] ?? null;
      for (const part of def.of) {
        if (part.kind === 'composite') elements.push(writeElement(item, part, `${at}/${time}`, writing));
        else
          elements.push(
            writeElement(isObject(item) ? own(item, part.name) : null, part, `${at}/${time}/${part.name}`, writing),
          );
      }
      if (def.of[0]?.kind === 'value') tellUnknown(item, def.of, `${at}/${time}`, writing);
    }
  }
  const more = own(value, MORE_ELEMENTS);
  if (Array.isArray(more)) elements.push(...(more as RawElement[]));
  return trimmed(elements);
}

function writeElement(given: Json, def: ValueDef | CompositeDef, path: string, writing: Writing): RawElement {
  if (given === null || given === '') {
    if (def.isRequired && !writing.isLenient) writing.tell(path, 'It is missing.');
    return '';
  }
  if (def.kind === 'value') return writePart(given, def, path, writing);
  if (isObject(given) && Array.isArray(given.repeat)) return { repeat: given.repeat as string[] };
  // A composite of which only the first part is known may be given as that.
  const object: Json = isObject(given) ? given : { [def.parts[0]?.name ?? '']: given };
  tellUnknown(object, def.parts, path, writing);
  const parts = def.parts.map((part) => {
    const value = own(object, part.name);
    const where = `${path}/${part.name}`;
    if (value === null || value === '') {
      if (part.isRequired && !writing.isLenient) writing.tell(where, 'It is missing.');
      return '';
    }
    if (part.name === 'moment' && typeof value === 'string') return momentOf(value, object, part, where, writing);
    return writePart(value, part, where, writing);
  });
  const more = own(object, MORE_COMPONENTS);
  const all = trimmed([...parts, ...(Array.isArray(more) ? (more as string[]) : [])]);
  return all.length === 1 ? (all[0] ?? '') : all;
}

/** Nothing a person filled in is left out silently. */
function tellUnknown(object: Json, defs: readonly (ValueDef | CompositeDef)[], path: string, writing: Writing): void {
  if (object === null) return;
  if (!isObject(object)) {
    writing.tell(path, `It must be an object, and is ${kindOf(object)}.`);
    return;
  }
  for (const name of Object.keys(object)) {
    if (name === MORE_COMPONENTS || defs.some((part) => part.name === name || meaningOf(part.name) === name)) continue;
    writing.tell(`${path}/${name}`, `There is no such field. There are ${defs.map((part) => part.name).join(', ')}.`);
  }
}

function momentOf(value: string, composite: JsonObject, def: ValueDef, path: string, writing: Writing): string {
  const written = writeMoment(value, String(own(composite, 'format') ?? ''));
  if (written === undefined && !writing.isLenient) {
    writing.tell(path, `${JSON.stringify(value)} cannot be written in format ${own(composite, 'format')}.`);
  }
  return writePart(written ?? value, def, path, writing);
}

function writePart(value: Json, def: ValueDef, path: string, writing: Writing): string {
  const written = writeValue(value, def, writing.dictionary.codes, writing);
  if (typeof written === 'string') return written;
  writing.tell(path, written.problem);
  return '';
}

function own(object: JsonObject, name: string): Json {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}
