import { type FieldPath, ITEM, textOfPath } from './field-path.ts';
import type { MapEntry, MapExpression, MapObject, ScopeName, Span } from './map-view.ts';
import { parseMap } from './parse-map.ts';
import { type IsOptional, newPropertyCode, readCode } from './write-code.ts';

/** One replacement in the text; everything outside of it stays as the author wrote it. */
export interface TextEdit extends Span {
  readonly insert: string;
}

export type MapEdit =
  | { readonly ok: true; readonly text: string; readonly edit: TextEdit }
  /** The drawing cannot do it without touching what somebody wrote; the sentence says what is in the way. */
  | { readonly ok: false; readonly reason: string };

export interface Draw {
  readonly target: FieldPath;
  /** Field to read. Absent for a constant, an expression by hand, or `t.omit`. */
  readonly source?: FieldPath;
  /** Makes the expression from the code that reads the source: `(code) => \`t.date(${code})\``. The code as it is when absent. */
  readonly wrap?: (code: string) => string;
  readonly isOptional?: IsOptional;
  /** Property names of a target object in the order of its contract; new properties take their place. */
  readonly order?: (object: FieldPath) => readonly string[];
  /** Replace also what is written by hand, and objects and lists with all that is mapped in them. Ask before you set it. */
  readonly replace?: boolean;
}

/**
 * Maps one target field: puts the expression in its place, or replaces the one that is there. One property is one line of
 * text, so one drawn line is one line of a diff (and its objects and lists, when it is the first in them).
 */
export function drawField(text: string, draw: Draw): MapEdit {
  const view = parseMap(text);
  if (view.mode === 'code') return { ok: false, reason: view.reason };
  const place = findPlace(view.root, draw.target);
  if ('reason' in place) return { ok: false, reason: place.reason };
  const isOptional = draw.isOptional ?? (() => false);
  const code = (scope: readonly ScopeName[]): string => {
    const read = draw.source ? readCode(draw.source, scope, view.helper, isOptional) : '';
    return draw.wrap ? draw.wrap(read) : read;
  };
  if ('value' in place) {
    const { from, to, kind } = place.value;
    if (!draw.replace && !PLAIN.has(kind)) return { ok: false, reason: `${textOfPath(draw.target)} ${inTheWay(kind)}` };
    return replaceSpan(text, { from, to, insert: code(place.scope) });
  }
  const { object, below } = place;
  const indent = indentOf(text, object);
  const { source } = draw;
  const part = { target: below, ...(source && { source }), code, scope: object.scope, helper: view.helper, isOptional };
  const property = newPropertyCode({ ...part, indent });
  return replaceSpan(
    text,
    insertion(text, object, { property, indent, key: String(below[0]), order: draw.order?.(object.path) }),
  );
}

/** Takes a field's line away; objects and lists that are left empty go with it. */
export function eraseField(text: string, target: FieldPath): MapEdit {
  const view = parseMap(text);
  if (view.mode === 'code') return { ok: false, reason: view.reason };
  const entry = findEntry(view.root, target);
  if (!entry) return { ok: false, reason: `${textOfPath(target)} is not mapped by itself.` };
  return replaceSpan(text, { ...lineOf(text, entry.owner, entry.entry), insert: '' });
}

/** What a new line may take the place of without asking: what one gesture made, and one gesture makes again. */
const PLAIN: ReadonlySet<MapExpression['kind']> = new Set(['reference', 'constant', 'call', 'omit']);

function inTheWay(kind: MapExpression['kind']): string {
  return kind === 'code' || kind === 'condition' ? 'is written by hand.' : 'has fields that are mapped one by one.';
}

/** What makes a target field; undefined when nothing does by itself. */
export function expressionAt(root: MapObject, target: FieldPath): MapExpression | undefined {
  const place = findPlace(root, target);
  return 'value' in place ? place.value : undefined;
}

type Place =
  | { readonly value: MapExpression; readonly scope: readonly ScopeName[] }
  | { readonly object: MapObject; readonly below: FieldPath }
  | { readonly reason: string };

function findPlace(root: MapObject, target: FieldPath): Place {
  let object = root;
  for (let at = 0; at < target.length; ) {
    const entry = entryOf(object, target[at] as string);
    if (!entry) return { object, below: target.slice(at) };
    at += 1;
    const [found, scope, depth] = intoLists(entry.value, object.scope, target.slice(at));
    at += depth;
    if (at === target.length) return { value: found, scope };
    if (found.kind !== 'object' || target[at] === ITEM) {
      const name = textOfPath(target.slice(0, at));
      return { reason: `${name} is mapped as a whole; take that away before you map what is in it.` };
    }
    object = found.object;
  }
  return { reason: 'The whole target is the map itself.' };
}

/** Follows the lists of a target path through `each` and one-item lists. */
function intoLists(
  value: MapExpression,
  scope: readonly ScopeName[],
  below: FieldPath,
): readonly [MapExpression, readonly ScopeName[], number] {
  let [found, names, depth] = [value, scope, 0];
  while (below[depth] === ITEM) {
    if (found.kind === 'each') [found, names] = [found.body, [found.item, ...names]];
    else if (found.kind === 'list' && found.items.length === 1 && found.items[0]) found = found.items[0];
    else break;
    depth += 1;
  }
  return [found, names, depth];
}

/** The property that stands for `target`, or for what would be left empty without it. */
function findEntry(root: MapObject, target: FieldPath): { owner: MapObject; entry: MapEntry } | undefined {
  let found: { owner: MapObject; entry: MapEntry } | undefined;
  let object = root;
  for (let at = 0; at < target.length; ) {
    const entry = entryOf(object, target[at] as string);
    if (!entry) return undefined;
    const isOnlyOne = object.entries.length === 1 && !object.hasMore && object !== root;
    if (!found || !isOnlyOne) found = { owner: object, entry };
    at += 1;
    const [value, , depth] = intoLists(entry.value, object.scope, target.slice(at));
    at += depth;
    if (at >= target.length) return found;
    if (value.kind !== 'object') return undefined;
    object = value.object;
  }
  return undefined;
}

function entryOf({ entries }: MapObject, key: string | typeof ITEM): MapEntry | undefined {
  return entries.findLast((entry) => entry.key === key);
}

interface NewProperty {
  readonly property: string;
  readonly indent: string;
  readonly key: string;
  readonly order: readonly string[] | undefined;
}

/** Before the first property that the contract names later, else at the end of the object. */
function insertion(text: string, object: MapObject, { property, indent, key, order = [] }: NewProperty): TextEdit {
  const rank = order.indexOf(key);
  const next = rank < 0 ? undefined : object.entries.find((entry) => order.indexOf(entry.key) > rank);
  const isOneLine = !text.slice(object.from, object.to).includes('\n');
  if (next) {
    const gap = isOneLine ? ' ' : `\n${indent}`;
    return { from: next.from, to: next.from, insert: `${property},${gap}` };
  }
  const end = object.to - 1;
  if (isOneLine && !isEmpty(object)) {
    const last = endOfContent(text, object);
    return { from: last, to: last, insert: `${text[last - 1] === ',' ? '' : ','} ${property}` };
  }
  const outer = indent.slice(0, -STEP.length);
  const last = endOfContent(text, object);
  if (isEmpty(object) && text.slice(object.from + 1, end).trim() === '')
    return { from: object.from + 1, to: end, insert: `\n${indent}${property},\n${outer}` };
  const stop = lineEnd(text, last, end);
  const comma = isEmpty(object) || text[last - 1] === ',' ? '' : `,${text.slice(last, stop)}`;
  return { from: comma === '' ? stop : last, to: stop, insert: `${comma}\n${indent}${property},` };
}

const STEP = '  ';

function isEmpty({ entries, hasMore }: MapObject): boolean {
  return entries.length === 0 && !hasMore;
}

/** Behind the last property, and behind its comma when it has one. */
function endOfContent(text: string, { contentEnd, to }: MapObject): number {
  const comma = /^\s*,/.exec(text.slice(contentEnd, to - 1));
  return contentEnd + (comma?.[0].length ?? 0);
}

/** Behind a comment at the end of the line of `at`. */
function lineEnd(text: string, at: number, limit: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end > limit ? at : end;
}

/** The line of a property with its comma and its end; of a property that shares its line only the property and the comma. */
function lineOf(text: string, owner: MapObject, { from, to }: MapEntry): Span {
  const comma = /^[ \t]*,/.exec(text.slice(to, owner.to - 1));
  const behind = to + (comma?.[0].length ?? 0);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const lineStop = text.indexOf('\n', behind);
  const isAlone =
    text.slice(lineStart, from).trim() === '' && lineStop >= 0 && text.slice(behind, lineStop).trim() === '';
  if (isAlone && lineStart > owner.from) {
    const isLast = owner.entries.length === 1 && !owner.hasMore && text.slice(lineStop, owner.to - 1).trim() === '';
    const isOnly = isLast && text.slice(owner.from + 1, lineStart).trim() === '';
    return isOnly ? { from: owner.from + 1, to: owner.to - 1 } : { from: lineStart, to: lineStop + 1 };
  }
  const space = /^[ \t]+/.exec(text.slice(behind))?.[0].length ?? 0;
  if (comma) return { from, to: behind + space };
  const before = /,?\s*$/.exec(text.slice(owner.from + 1, from))?.[0].length ?? 0;
  return { from: from - before, to };
}

function indentOf(text: string, object: MapObject): string {
  const [first] = object.entries;
  const at = first && text.slice(object.from, first.from).includes('\n') ? first.from : undefined;
  const lineStart = text.lastIndexOf('\n', (at ?? object.from) - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  return at === undefined ? indent + STEP : indent;
}

/** The text with one span replaced. */
export function replaceSpan(text: string, edit: TextEdit): MapEdit {
  return { ok: true, edit, text: text.slice(0, edit.from) + edit.insert + text.slice(edit.to) };
}

/** The text of a map that maps nothing yet. */
export function emptyMap(source: string, target: string): string {
  return `export default defineMap<${source}, ${target}>((src, t) => ({}));\n`;
}
