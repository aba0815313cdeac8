import { type FieldPath, fieldOfPlace, textOfPath } from '@lockstep/schema/mapping';
import type { TypeProblem } from './types/messages.ts';
import type { MapWork } from './use-map.ts';

/** Something wrong, doubtful or lost in a map, with a way to its place. */
export interface MapProblem {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  /** One sentence. */
  readonly text: string;
  /** Place in the text, from 1. */
  readonly place?: { readonly line: number; readonly column: number };
  /** Field of the target it is about. */
  readonly target?: FieldPath;
  /** Table that it is about: one to create, or one to open. */
  readonly createTable?: string;
  readonly openTable?: string;
}

type Looked = Pick<MapWork, 'text' | 'view' | 'isStale' | 'coverage' | 'gaps' | 'lines'>;

/** What is wrong with a map, errors first, in the order of the text. */
export function mapProblems(work: Looked, types: readonly TypeProblem[]): readonly MapProblem[] {
  const { text, view, isStale, coverage, gaps, lines } = work;
  const lineAt = (path: FieldPath) => lines.find(({ target }) => textOfPath(target) === textOfPath(path));
  const placeOfField = (path: FieldPath) => {
    const line = isStale ? undefined : lineAt(path);
    return line && { place: placeOf(text, line.value.from) };
  };
  const byTypes = types.map(({ from, code, message }): MapProblem => {
    const target = view.mode === 'drawn' && !isStale ? fieldOfPlace(view.root, from) : undefined;
    const place = placeOf(text, from);
    const sentence = message.split('\n')[0] as string;
    return { key: `${from} ${code} ${message}`, severity: 'error', text: sentence, place, ...(target && { target }) };
  });
  const stale: MapProblem = {
    key: 'stale',
    severity: 'warning',
    text: 'The text cannot be drawn right now; the picture shows how it was before.',
  };
  return [
    ...byTypes,
    ...coverage.unknown.map((target): MapProblem => {
      const name = textOfPath(target);
      return {
        key: `unknown ${name}`,
        severity: 'error',
        text: `The target has no ${name}.`,
        target,
        ...placeOfField(target),
      };
    }),
    ...(isStale && view.mode === 'drawn' ? [stale] : []),
    ...gaps.map(({ target, missing }): MapProblem => {
      const name = textOfPath(target);
      const values = missing.map((value) => JSON.stringify(value)).join(', ');
      return {
        ...{ key: `codes ${name}`, severity: 'warning', text: `${name} has no answer for ${values}.`, target },
        ...placeOfField(target),
      };
    }),
  ];
}

/** An offset as people count: both from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
