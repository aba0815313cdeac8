import { type FieldPath, type MapLine, type Suggestion, textOfPath } from '@lockstep/schema/mapping';
import { chipOf, sentenceOf } from './line-words.ts';
import { ROW_PX, rowIndexOf, type TreeRow } from './tree-rows.ts';

/** A line between two rows, wherever these are scrolled to. */
interface LineEnds {
  readonly key: string;
  readonly target: FieldPath;
  readonly sourceText: string;
  readonly targetText: string;
  /** Places among the rows of each side. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'line' | 'code' | 'suggestion';
  readonly chip: string;
  readonly hint: () => string;
}

export interface DrawnLine extends Omit<LineEnds, 'from' | 'to' | 'hint'> {
  /** Heights in the picture, in pixels. */
  readonly from: number;
  readonly to: number;
  readonly isLit: boolean;
  readonly hint: string;
}

/** More lines at once are a dark patch, and slow. */
const MOST_DRAWN = 300;

/** All lines by the rows they join; what is closed away ends at what it lies in. Changes with the map and the rows, not with scrolling. */
export function lineEnds(board: {
  readonly lines: readonly MapLine[];
  readonly suggestions: readonly Suggestion[];
  readonly source: readonly TreeRow[];
  readonly target: readonly TreeRow[];
}): readonly LineEnds[] {
  const ends = new Map<string, LineEnds>();
  const add = (path: FieldPath, target: FieldPath, more: Pick<LineEnds, 'kind' | 'chip' | 'hint'>): void => {
    const [from, to] = [rowIndexOf(board.source, path), rowIndexOf(board.target, target)];
    if (from < 0 || to < 0) return;
    const [sourceText, targetText] = [textOfPath(path), textOfPath(target)];
    const key = `${more.kind} ${sourceText} ${targetText}`;
    ends.set(key, { key, target, sourceText, targetText, from, to, ...more });
  };
  for (const line of board.lines) {
    const chip = chipOf(line.value);
    const kind = line.value.kind === 'code' || line.value.kind === 'condition' ? 'code' : 'line';
    for (const [at, { path }] of line.value.sources.entries())
      add(path, line.target, { kind, chip: at === 0 ? chip : '', hint: () => sentenceOf(line) });
  }
  for (const { source, target, why } of board.suggestions)
    add(source, target, { kind: 'suggestion', chip: '', hint: () => `Suggested: ${textOfPath(source)}, ${why}` });
  return [...ends.values()];
}

export interface Look {
  /** Pixels each side is scrolled by. */
  readonly source: number;
  readonly target: number;
  readonly height: number;
  /** Texts of paths whose lines stand out. */
  readonly lit: { readonly source: string | undefined; readonly target: string | undefined };
}

/** Lines with an end in view; the other end is held at the edge. What stands out comes last, above the rest. */
export function linesInView(
  ends: readonly LineEnds[],
  { source, target, height, lit }: Look,
): { readonly drawn: readonly DrawnLine[]; readonly left: number } {
  const inView = (y: number): boolean => y >= 0 && y <= height;
  const found: DrawnLine[] = [];
  let left = 0;
  for (const { from, to, hint, ...line } of ends) {
    const [y1, y2] = [from * ROW_PX + ROW_PX / 2 - source, to * ROW_PX + ROW_PX / 2 - target];
    if (!inView(y1) && !inView(y2)) continue;
    const isLit = line.targetText === lit.target || line.sourceText === lit.source;
    if (found.length >= MOST_DRAWN && !isLit) {
      left += 1;
      continue;
    }
    found.push({ ...line, from: clampTo(y1, height), to: clampTo(y2, height), isLit, hint: hint() });
  }
  return { drawn: found.sort((a, b) => Number(a.isLit) - Number(b.isLit)), left };
}

export function clampTo(y: number | undefined, height: number): number {
  return Math.max(2, Math.min(height - 2, y ?? 0));
}
