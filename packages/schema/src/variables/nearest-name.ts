/** The known name that somebody most likely meant; `undefined` when none is written nearly alike. */
export function nearestName(wanted: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const name of known) {
    const away = name.toLowerCase() === wanted.toLowerCase() ? 0 : distance(wanted.toLowerCase(), name.toLowerCase());
    if (away <= most && (best === undefined || away < best.away)) best = { name, away };
  }
  return best?.name;
}

/** Letters to add, remove, change or swap (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change, swap));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
