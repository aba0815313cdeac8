/** Whether a key is meant by a pattern, in which `*` stands for any text, also for none. */
export function matchesKey(pattern: string, key: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return key === pattern;
  if (!key.startsWith(first) || !key.endsWith(last) || key.length < first.length + last.length) return false;
  // Each piece at its first place: no choice between places makes a later piece fit better.
  let from = first.length;
  for (const piece of rest) {
    const at = key.indexOf(piece, from);
    if (at === -1 || at + piece.length > key.length - last.length) return false;
    from = at + piece.length;
  }
  return true;
}
