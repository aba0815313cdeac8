import type { Flow, FlowEdit, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';

/** A text of the drawing that people write. */
export type TextPlace =
  | { readonly kind: 'name'; readonly node: string }
  | { readonly kind: 'param'; readonly node: string; readonly path: readonly (string | number)[] }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'description' };

export interface Match {
  readonly place: TextPlace;
  /** The whole text, and where in it the match is. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface FindOptions {
  readonly matchCase: boolean;
}

/** Every place where a flow says something, step by step: names, settings, expressions, scripts; then groups, notes and the description. */
export function findIn(flow: Flow, query: string, { matchCase }: FindOptions): readonly Match[] {
  if (query === '') return [];
  const wanted = matchCase ? query : query.toLowerCase();
  return textsOf(flow).flatMap(({ place, text }): Match[] => {
    // Some letters are longer in lower case; then places would be wrong, and only the same case is found.
    const lower = text.toLowerCase();
    const searched = matchCase || lower.length !== text.length ? text : lower;
    const found: Match[] = [];
    for (let from = searched.indexOf(wanted); from !== -1; from = searched.indexOf(wanted, from + wanted.length)) {
      found.push({ place, text, from, to: from + wanted.length });
    }
    return found;
  });
}

/**
 * The edit that replaces matches, as one gesture; `undefined` when nothing changes. A name cannot become empty nor longer than 120 letters: such
 * matches are left, and counted.
 */
export function replaceMatches(
  flow: Flow,
  matches: readonly Match[],
  replacement: string,
): { readonly edit: FlowEdit | undefined; readonly replaced: number; readonly left: number } {
  const byPlace = Map.groupBy(matches, ({ place }) => JSON.stringify(place));
  const params = new Map<string, FlowNode['params']>();
  const edits: FlowEdit[] = [];
  let left = 0;
  for (const group of byPlace.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const text = replacedIn(first.text, group, replacement);
    const { place } = first;
    switch (place.kind) {
      case 'name':
        if (isName(text)) edits.push({ type: 'node.rename', node: place.node, name: text });
        else left += group.length;
        break;
      case 'param': {
        const node = flow.nodes.find(({ id }) => id === place.node);
        const before = params.get(place.node) ?? node?.params;
        if (before !== undefined) params.set(place.node, put(before, place.path, text) as FlowNode['params']);
        break;
      }
      case 'note': {
        const note = flow.layout.notes.find(({ id }) => id === place.note);
        if (note !== undefined) edits.push({ type: 'note.put', note: { ...note, text } });
        break;
      }
      case 'group': {
        const one = flow.layout.groups?.find(({ id }) => id === place.group);
        if (one !== undefined && isName(text)) edits.push({ type: 'group.put', group: { ...one, name: text } });
        else left += group.length;
        break;
      }
      case 'description':
        if (text.length <= 2_000)
          edits.push({ type: 'flow.settings', settings: { ...flow.settings, description: text } });
        else left += group.length;
        break;
      default:
        return place satisfies never;
    }
  }
  for (const [node, next] of params) edits.push({ type: 'node.params', node, params: next });
  const replaced = matches.length - left;
  const label = replaced === 1 ? 'replace 1 match' : `replace ${replaced} matches`;
  return { edit: edits.length === 0 ? undefined : { type: 'batch', label, edits }, replaced, left };
}

function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= 120;
}

function replacedIn(text: string, matches: readonly Match[], replacement: string): string {
  return matches
    .toSorted((a, b) => b.from - a.from)
    .reduce((at, { from, to }) => at.slice(0, from) + replacement + at.slice(to), text);
}

function put(value: Json, [key, ...rest]: readonly (string | number)[], text: string): Json {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.with(Number(key), put(value[Number(key)] ?? null, rest, text));
  const members = value as { readonly [name: string]: Json };
  return { ...members, [key]: put(members[key] ?? null, rest, text) };
}

function textsOf(flow: Flow): readonly { readonly place: TextPlace; readonly text: string }[] {
  const { notes, groups = [] } = flow.layout;
  const { description } = flow.settings;
  return [
    ...flow.nodes.flatMap((node) => [
      { place: { kind: 'name' as const, node: node.id }, text: node.name },
      ...stringsIn(node.params).map(({ path, text }) => ({
        place: { kind: 'param' as const, node: node.id, path },
        text,
      })),
    ]),
    ...groups.map(({ id, name }) => ({ place: { kind: 'group' as const, group: id }, text: name })),
    ...notes.map(({ id, text }) => ({ place: { kind: 'note' as const, note: id }, text })),
    ...(description === undefined ? [] : [{ place: { kind: 'description' as const }, text: description }]),
  ];
}

function stringsIn(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly { readonly path: readonly (string | number)[]; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => stringsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => stringsIn(item, [...path, key]));
}
