/** How a sentence about an unknown name ends: with a known one that is close to what was written, if there is one. */
export function near(written: string, known: Iterable<string>): string {
  const wanted = written.toLowerCase();
  const names = [...known];
  const found =
    names.find((name) => name.toLowerCase() === wanted) ??
    names.find((name) => distance(name.toLowerCase(), wanted) <= Math.max(1, Math.floor(wanted.length / 5)));
  return found === undefined ? '.' : `: did you mean ${found}?`;
}

/** Edits from one text to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
