/**
 * The name that is written most alike, when it is alike at all: with another case, or with few letters changed, added or taken away.
 *
 * @param oneIn one letter in so many may differ, and one always
 */
export function nearestName(written: string, names: Iterable<string>, oneIn = 3): string | undefined {
  const wanted = written.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / oneIn));
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of names) {
    const far = distance(name.toLowerCase(), wanted);
    if (far <= most && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name, far };
  }
  return best?.name;
}

/** Letters to change, add or take away (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
