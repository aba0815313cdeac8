import type { Json, JsonObject } from '@lockstep/schema/run';
import type { Dictionary } from './dictionary.ts';
import { append } from './raw-segment.ts';
import { type ElementProblem, readElements } from './read-elements.ts';
import type { Segment } from './segment.ts';
import type { Item, SetDef } from './structure.ts';

export type StructureCode =
  | 'segment-unknown'
  | 'segment-unexpected'
  | 'segment-missing'
  | 'segment-repeated'
  | 'loop-repeated'
  | 'segment-out-of-order';

export interface DataReading {
  readonly dictionary: Dictionary;
  readonly decimalMark: '.' | ',';
  readonly separators: { readonly component: string; readonly repetition: string };
  readonly tellStructure: (code: StructureCode, segment: Segment, item: string) => void;
  readonly tellElement: (problem: ElementProblem, segment: Segment) => void;
}

/** Field that keeps segments which have no place in the definition, each with the field it came after. */
export const OTHER = 'otherSegments';

interface Frame {
  readonly items: readonly Item[];
  readonly data: Record<string, Json>;
  /** How often each item came, by its place; absent: never. */
  readonly counts: number[];
  /** Place of the item that came last; -1 before the first. */
  at: number;
}

/**
 * The segments of a transaction as data by name, loops as lists. Each segment takes the next place it fits, in the innermost
 * open loop first. What fits nowhere is kept in the loop it stands in.
 */
export function segmentsToData(
  segments: readonly Segment[],
  set: SetDef,
  end: Segment,
  reading: DataReading,
): JsonObject {
  const root: Frame = { items: set.items, data: {}, counts: [], at: -1 };
  const stack: Frame[] = [root];
  const close = (depth: number, segment: Segment) => {
    while (stack.length > depth) {
      const frame = stack.pop() as Frame;
      tellMissing(frame, frame.items.length, segment, reading);
    }
  };
  // One object for all segments: there may be hundreds of thousands.
  let current = end;
  const elements = { ...reading, tell: (problem: ElementProblem) => reading.tellElement(problem, current) };
  for (const segment of segments) {
    const place =
      nextPlace(stack, segment.id, true) ?? nextPlace(stack, segment.id, false) ?? earlierPlace(stack, segment.id);
    if (!place) {
      keepOther(stack.at(-1) ?? root, segment, reading);
      continue;
    }
    const { frame, index, isEarlier } = place;
    const item = frame.items[index] as Item;
    if (isEarlier) reading.tellStructure('segment-out-of-order', segment, item.name);
    if (!isEarlier || item.items) close(stack.indexOf(frame) + 1, segment);
    if (!isEarlier) {
      tellMissing(frame, index, segment, reading);
      frame.at = index;
    }
    const count = (frame.counts[index] ?? 0) + 1;
    frame.counts[index] = count;
    if (count > item.max) reading.tellStructure(item.items ? 'loop-repeated' : 'segment-repeated', segment, item.name);
    current = segment;
    const data = readElements(segment.raw, reading.dictionary.segments.get(segment.id) ?? [], elements);
    if (item.isMany) append(frame.data, item.name, data);
    else frame.data[item.name] = data;
    if (item.items) stack.push({ items: item.items, data, counts: [], at: -1 });
  }
  close(0, end);
  return root.data;
}

interface PlaceFound {
  readonly frame: Frame;
  readonly index: number;
  readonly isEarlier: boolean;
}

/** The next place a segment fits; with `hasRoom` only where it may come once more. */
function nextPlace(stack: readonly Frame[], id: string, hasRoom: boolean): PlaceFound | undefined {
  for (let depth = stack.length - 1; depth >= 0; depth -= 1) {
    const frame = stack[depth] as Frame;
    for (let index = Math.max(frame.at, 0); index < frame.items.length; index += 1) {
      const item = frame.items[index] as Item;
      if (item.segment !== id) continue;
      const count = frame.counts[index] ?? 0;
      if (hasRoom ? count < item.max : item.isMany) return { frame, index, isEarlier: false };
    }
  }
  return undefined;
}

function earlierPlace(stack: readonly Frame[], id: string): PlaceFound | undefined {
  for (let depth = stack.length - 1; depth >= 0; depth -= 1) {
    const frame = stack[depth] as Frame;
    for (let index = 0; index < frame.at; index += 1) {
      const item = frame.items[index] as Item;
      if (item.segment === id && (item.isMany || !frame.counts[index])) return { frame, index, isEarlier: true };
    }
  }
  return undefined;
}

function tellMissing(frame: Frame, before: number, segment: Segment, reading: DataReading): void {
  for (let index = Math.max(frame.at, 0); index < before; index += 1) {
    const item = frame.items[index];
    if (item?.isRequired && !frame.counts[index]) reading.tellStructure('segment-missing', segment, item.segment);
  }
}

function keepOther(frame: Frame, segment: Segment, reading: DataReading): void {
  const isKnown = reading.dictionary.segments.has(segment.id);
  reading.tellStructure(isKnown ? 'segment-unexpected' : 'segment-unknown', segment, segment.id);
  const after = frame.items[frame.at]?.name ?? '';
  append(frame.data, OTHER, { after, segment: segment.raw as unknown as Json });
}
