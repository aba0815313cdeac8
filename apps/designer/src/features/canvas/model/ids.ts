/** Words as an id: `a-z`, digits, dashes, beginning with a letter, at most 40 long. */
export function slugOf(words: string): string {
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'step' : slug;
}

/** `base`, or `base-2`, `base-3`, ... when it is taken. */
export function freshId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/-\d+$/, '');
  for (let count = 2; ; count += 1) {
    const id = `${stem}-${count}`;
    if (!taken.has(id)) return id;
  }
}

/** `name`, or `name 2`, `name 3`, ... so that no two steps are called the same. */
export function freshName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \d+$/, '');
  for (let count = 2; ; count += 1) {
    const next = `${stem} ${count}`;
    if (!taken.has(next)) return next;
  }
}
