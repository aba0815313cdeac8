import type { Json, JsonObject } from '@lockstep/schema/run';
import { type CompositeDef, type Dictionary, type ElementDef, INLINE, type ValueDef } from './dictionary.ts';
import { readMoment } from './moments.ts';
import { isEmpty, type RawElement, type RawSegment } from './segment.ts';
import { readValue, type ValueProblem } from './values.ts';

/** What is wrong with an element, and where it stands, from 1. */
export interface ElementProblem {
  readonly code: ValueProblem | 'missing' | 'too-many';
  readonly element: number;
  readonly component?: number;
  readonly value: string;
  readonly def?: ValueDef | CompositeDef;
}

interface Reading {
  readonly dictionary: Dictionary;
  readonly decimalMark: '.' | ',';
  /** What parts components and repetitions, to keep text as it came where none should be. */
  readonly separators: { readonly component: string; readonly repetition: string };
  readonly tell: (problem: ElementProblem) => void;
}

/** Fields under which is kept what the definition has no name for. */
export const MORE_ELEMENTS = 'moreElements';
export const MORE_COMPONENTS = 'moreComponents';

/** A segment's elements by name; empty ones are left out. A code of a known list is told with its meaning beside it. */
export function readElements(raw: RawSegment, defs: readonly ElementDef[], reading: Reading): Record<string, Json> {
  const data: Record<string, Json> = {};
  let at = 1;
  for (const def of defs) {
    if (def.kind !== 'list') {
      readInto(data, raw[at], def, at, reading);
      at += 1;
      continue;
    }
    const items: Json[] = [];
    for (let time = 0; time < def.times; time += 1) {
      const group: Record<string, Json> = {};
      for (const part of def.of) {
        // One composite is the item itself; the names of a group's values are its fields.
        if (part.kind === 'composite') Object.assign(group, readComposite(raw[at], part, at, reading));
        else if (!isEmpty(raw[at])) readInto(group, raw[at], part, at, reading);
        at += 1;
      }
      items.push(group);
    }
    while (items.length > 0 && Object.keys(items.at(-1) as JsonObject).length === 0) items.pop();
    if (items.length > 0) data[def.name] = items;
  }
  if (raw.length <= at) return data;
  const more = raw.slice(at);
  if (more.some((element) => !isEmpty(element))) {
    data[MORE_ELEMENTS] = more as Json[];
    reading.tell({ code: 'too-many', element: at, value: '' });
  }
  return data;
}

function readInto(
  data: Record<string, Json>,
  raw: RawElement | undefined,
  def: ValueDef | CompositeDef,
  element: number,
  reading: Reading,
): void {
  if (isEmpty(raw) || raw === undefined) {
    if (def.isRequired) reading.tell({ code: 'missing', element, value: '', def });
    return;
  }
  if (def.kind === 'composite') {
    const composite = readComposite(raw, def, element, reading);
    if (def.name === INLINE) Object.assign(data, composite);
    else data[def.name] = composite;
    return;
  }
  if (typeof raw !== 'string') {
    const text = joined(raw, reading.separators);
    data[def.name] = text;
    reading.tell({ code: 'character', element, value: text, def });
    return;
  }
  put(data, raw, def, { element }, reading);
}

/** An element as it was written. */
export function joined(
  raw: RawElement,
  { component, repetition }: { readonly component: string; readonly repetition: string },
): string {
  if (typeof raw === 'string') return raw;
  if (!('repeat' in raw)) return raw.join(component);
  return raw.repeat.map((part) => (typeof part === 'string' ? part : part.join(component))).join(repetition);
}

function put(
  data: Record<string, Json>,
  text: string,
  def: ValueDef,
  place: { readonly element: number; readonly component?: number },
  { dictionary, decimalMark, tell }: Reading,
): void {
  const { value, problem } = readValue(text, def, dictionary.codes, decimalMark);
  data[def.name] = value;
  if (problem) tell({ code: problem, ...place, value: text, def });
  const list = def.codes === undefined ? undefined : dictionary.codes[def.codes]?.codes;
  if (list && Object.hasOwn(list, text)) data[meaningOf(def.name)] = list[text] ?? '';
}

function readComposite(
  raw: RawElement | undefined,
  def: CompositeDef,
  element: number,
  reading: Reading,
): Record<string, Json> {
  if (raw === undefined || isEmpty(raw)) return {};
  if (typeof raw === 'object' && 'repeat' in raw) return { repeat: raw.repeat as Json[] };
  const parts = typeof raw === 'string' ? [raw] : raw;
  const data: Record<string, Json> = {};
  for (const [index, part] of def.parts.entries()) {
    const text = parts[index] ?? '';
    const place = { element, component: index + 1 };
    if (text !== '') put(data, text, part, place, reading);
    else if (part.isRequired) reading.tell({ code: 'missing', ...place, value: '', def: part });
  }
  const more = parts.slice(def.parts.length);
  if (more.some((part) => part !== '')) {
    data[MORE_COMPONENTS] = [...more];
    reading.tell({ code: 'too-many', element, component: def.parts.length + 1, value: '' });
  }
  return readMoment(data, (value) => reading.tell({ code: 'date', element, component: 2, value }));
}

/** Field that says in words what a code means; never read back. */
export function meaningOf(name: string): string {
  return `${name}Meaning`;
}
