/** A code list: what each code means. A closed one has every code there is, so that others are errors. */
export interface CodeList {
  readonly isClosed: boolean;
  readonly codes: Readonly<Record<string, string>>;
}

/**
 * Code lists from lines such as `717!: A Accepted; R Rejected`; `!` marks one that is closed.
 *
 * @throws Error when a line cannot be read: definitions are part of the program
 */
export function codeLists(text: string): Readonly<Record<string, CodeList>> {
  const lists = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', closed, rest = ''] = /^(\w+)(!)?: (.+)$/.exec(line) ?? [];
      if (name === '') throw new Error(`"${line}" is no code list`);
      const codes = rest.split('; ').map((entry) => {
        const blank = entry.indexOf(' ');
        return [entry.slice(0, blank), entry.slice(blank + 1)] as const;
      });
      return [name, { isClosed: closed === '!', codes: Object.fromEntries(codes) }] as const;
    });
  return Object.fromEntries(lists);
}
