import type { Json, JsonObject } from '@lockstep/schema/run';
import { kindOf } from '../../kit/kind-of.ts';
import type { ElementDef } from './dictionary.ts';
import { isObject, isRawSegment } from './raw-segment.ts';
import type { RawSegment } from './segment.ts';
import type { Item, SetDef } from './structure.ts';
import { OTHER } from './to-data.ts';
import { type DataWriting, fieldNames, writeElements } from './write-elements.ts';

export interface WriteIssue {
  /** JSON pointer into what was to be written. */
  readonly path: string;
  readonly message: string;
}

/** The segments of data by name, in the order of the definition. Nothing is left out silently: a field nobody knows is an issue. */
export function dataToSegments(
  data: JsonObject,
  set: SetDef,
  path: string,
  writing: DataWriting,
): { readonly segments: readonly RawSegment[]; readonly issues: readonly WriteIssue[] } {
  const segments: RawSegment[] = [];
  const issues: WriteIssue[] = [];
  const tell = (at: string, message: string) => issues.push({ path: at, message });
  const defsOf = (item: Item): readonly ElementDef[] => writing.dictionary.segments.get(item.segment) ?? [];

  function writeItems(items: readonly Item[], object: JsonObject, at: string): void {
    const others = othersOf(object, at);
    const putOthers = (name: string) => {
      for (const other of others.filter(({ after }) => after === name)) segments.push(other.segment);
    };
    putOthers('');
    for (const item of items) {
      const given = Object.hasOwn(object, item.name) ? object[item.name] : undefined;
      for (const [value, where] of occurrences(item, given ?? null, `${at}/${item.name}`))
        writeItem(item, value, where);
      putOthers(item.name);
    }
    for (const { after, segment } of others) {
      if (after !== '' && !items.some(({ name }) => name === after)) segments.push(segment);
    }
  }

  function occurrences(item: Item, given: Json, at: string): readonly (readonly [JsonObject, string])[] {
    if (given === null || (Array.isArray(given) && item.isMany && given.length === 0)) {
      if (item.isRequired && !writing.isLenient) tell(at, `It is missing: ${set.id} needs ${item.segment} here.`);
      return [];
    }
    const list = item.isMany && Array.isArray(given) ? given : [given];
    if (list.length > item.max && !writing.isLenient) tell(at, `There are ${list.length}, but ${item.max} at most.`);
    return list.flatMap((value, index) => {
      const where = item.isMany && Array.isArray(given) ? `${at}/${index}` : at;
      if (isObject(value)) return [[value, where] as const];
      tell(where, `It must be an object by field, and is ${kindOf(value)}.`);
      return [];
    });
  }

  function writeItem(item: Item, value: JsonObject, at: string): void {
    const defs = defsOf(item);
    const known = new Set([...fieldNames(defs), ...(item.items ?? []).map(({ name }) => name), OTHER]);
    tellUnknown(value, known, at);
    segments.push([item.segment, ...writeElements(value, defs, at, { ...writing, tell })]);
    if (item.items) writeItems(item.items, value, at);
  }

  function tellUnknown(value: JsonObject, known: ReadonlySet<string>, at: string): void {
    for (const name of Object.keys(value)) {
      if (known.has(name)) continue;
      const fields = [...known].filter((field) => !field.endsWith('Meaning') && !/^(more|other)[A-Z]/.test(field));
      tell(`${at}/${name}`, `There is no such field. There are ${fields.join(', ')}.`);
    }
  }

  function othersOf(object: JsonObject, at: string): readonly { after: string; segment: RawSegment }[] {
    const given = Object.hasOwn(object, OTHER) ? object[OTHER] : [];
    const list = Array.isArray(given) ? given : [];
    return list.flatMap((other, index) => {
      const segment = isObject(other) ? other.segment : undefined;
      if (isObject(other) && isRawSegment(segment)) return [{ after: String(other.after ?? ''), segment }];
      tell(`${at}/${OTHER}/${index}`, 'It must be { after, segment }, the segment a list that begins with its name.');
      return [];
    });
  }

  tellUnknown(data, new Set([...set.items.map(({ name }) => name), OTHER]), path);
  writeItems(set.items, data, path);
  return { segments, issues };
}
