export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  readonly text: string;
}

/** Unchanged lines shown before and after a change. */
const AROUND = 1;
/** Above this many line pairs the comparison is coarse: all of the old goes, all of the new comes. */
const PAIRS_LIMIT = 1_000_000;

/** What it takes to get from one text to another, line by line, with a little of what stayed around it. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  return shorten(a.length * b.length > PAIRS_LIMIT ? [...mark(a, 'removed'), ...mark(b, 'added')] : compare(a, b));
}

/** The longest common subsequence of lines stays; everything else was removed or added. */
function compare(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old, now] = [a[i], b[j]];
    if (old !== undefined && old === now) {
      lines.push({ kind: 'same', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: old });
      i += 1;
    } else if (now !== undefined) {
      lines.push({ kind: 'added', text: now });
      j += 1;
    }
  }
  return lines;
}

function mark(lines: readonly string[], kind: 'added' | 'removed'): readonly DiffLine[] {
  return lines.map((text) => ({ kind, text }));
}

function shorten(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = (index: number) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same');
  const short: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (near(index)) short.push(line);
    else if (short.at(-1)?.kind !== 'gap') short.push({ kind: 'gap', text: '' });
  }
  return short;
}
