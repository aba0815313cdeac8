/** One function of the library `t`, as the editor completes it and the language service types it. */
export interface Helper {
  /** `money`, `base64.encode`. */
  readonly name: string;
  /** Its type in TypeScript, from the type parameters or the first bracket on. */
  readonly signature: string;
  readonly info: string;
}

const list = (item: string) => `readonly ${item}[] | null | undefined`;

/**
 * The library of scripts, expressions and maps. What the helpers do is in the runtime's sandbox (`realm/library.ts`), and only
 * there: previews run in it too. A test holds this list and that code together.
 */
export const HELPERS: readonly Helper[] = [
  { name: 'date', signature: '(value: unknown): string', info: 'A date or time as ISO text in UTC' },
  { name: 'number', signature: '(value: unknown): number', info: 'A number, or an error that says what it was' },
  { name: 'int', signature: '(value: unknown): number', info: 'A whole number, or an error that says what it was' },
  { name: 'bool', signature: '(value: unknown): boolean', info: 'Yes or no: true, 1, "yes", "x" and their opposites' },
  { name: 'money', signature: '(value: unknown, digits?: number): string', info: 'Decimal text, rounded half up' },
  {
    name: 'sum',
    signature: '(values: readonly unknown[], digits?: number): string',
    info: 'The sum of amounts, in decimals',
  },
  {
    name: 'multiply',
    signature: '(left: unknown, right: unknown, digits?: number): string',
    info: 'Price times quantity, in decimals',
  },
  {
    name: 'divide',
    signature: '(left: unknown, right: unknown, digits?: number): string',
    info: 'An amount divided, in decimals',
  },
  {
    name: 'unit',
    signature: '(value: unknown, from: string, to: string, digits?: number): number',
    info: 'A quantity in another unit: kg, lb, cm, in, l, pc, dz',
  },
  { name: 'round', signature: '(value: unknown, digits?: number): number', info: 'Rounded number' },
  { name: 'text', signature: '(value: unknown): string', info: 'Text; empty for null' },
  {
    name: 'concat',
    signature: '(...parts: readonly unknown[]): string',
    info: 'Texts put together; what is missing is left out',
  },
  {
    name: 'required',
    signature: '<T>(value: T, name?: string): NonNullable<T>',
    info: 'The value, or an error that names what is missing',
  },
  {
    name: 'default',
    signature: '<T, F>(value: T, otherwise: F): NonNullable<T> | F',
    info: 'The value, or another when it is missing',
  },
  {
    name: 'maybe',
    signature: '<T, R>(value: T, make: (value: NonNullable<T>) => R): R | undefined',
    info: 'The value converted, or nothing when it is missing',
  },
  { name: 'orNull', signature: '<T>(value: T): NonNullable<T> | null', info: 'The value, or null when it is missing' },
  { name: 'omit', signature: '(reason: string): undefined', info: 'Nothing, on purpose' },
  {
    name: 'codes',
    signature: '<T>(value: unknown, table: Readonly<Record<string, T>>, otherwise?: T): T',
    info: 'The answer of a list of codes',
  },
  {
    name: 'lookup',
    signature:
      "<D = string>(table: string, key: unknown, options?: { from?: string; to?: string; at?: unknown; missing?: 'fail' | 'pass' | 'queue' | 'wait'; default?: D }): string | D",
    info: 'What a table says about a code, by its columns; missing: fail, pass it on, or put it down for a person (queue, wait)',
  },
  {
    name: 'xref',
    signature:
      "<D = string>(table: string, system: string, value: unknown, to?: string, options?: { at?: unknown; missing?: 'fail' | 'pass' | 'queue' | 'wait'; default?: D }): string | D",
    info: "The canonical code for the code of a system, or another system's; a person is asked for one that nobody mapped",
  },
  {
    name: 'each',
    signature: `<T, R>(list: ${list('T')}, make: (item: T, index: number) => R): R[]`,
    info: 'One for each item',
  },
  {
    name: 'where',
    signature: `<T>(list: ${list('T')}, test: (item: T, index: number) => unknown): T[]`,
    info: 'The items for which it is true',
  },
  { name: 'first', signature: `<T>(list: ${list('T')}): T | undefined`, info: 'The first item' },
  { name: 'flatten', signature: `<T>(list: ${list('(T | readonly T[])')}): T[]`, info: 'Lists in a list as one' },
  {
    name: 'group',
    signature: `<T>(list: ${list('T')}, key: (item: T, index: number) => unknown): { key: unknown; items: T[] }[]`,
    info: 'Items with the same key together',
  },
  { name: 'join', signature: `(list: ${list('unknown')}, separator?: string): string`, info: 'The items as one text' },
  { name: 'upper', signature: '(value: unknown): string', info: 'In capital letters' },
  { name: 'lower', signature: '(value: unknown): string', info: 'In small letters' },
  { name: 'trim', signature: '(value: unknown): string', info: 'Without white space at the ends' },
  { name: 'sha256', signature: '(value: unknown): string', info: 'SHA-256 as hex' },
  { name: 'base64.encode', signature: '(value: unknown): string', info: 'Base64 of a text' },
  { name: 'base64.decode', signature: '(value: unknown): string', info: 'The text of Base64' },
];

/**
 * TypeScript declarations of what every map and script can use: `t`, `vars`, `defineMap`, `console`. Global, for a language service.
 *
 * @param vars variables of the installation with their values, whose types are those of the values; any when absent
 */
export function libraryTypes(vars?: Readonly<Record<string, unknown>>): string {
  const names = [...new Set(HELPERS.map(({ name }) => name.split('.')[0] as string))];
  const members = names.map((name) => {
    const own = HELPERS.find((helper) => helper.name === name);
    if (own) return `  /** ${own.info}. */\n  ${name}${own.signature};`;
    const inner = HELPERS.filter((helper) => helper.name.startsWith(`${name}.`)).map(
      ({ name: full, signature, info }) => `    /** ${info}. */\n    ${full.slice(name.length + 1)}${signature};`,
    );
    return `  readonly ${name}: {\n${inner.join('\n')}\n  };`;
  });
  return [
    'interface MapLibrary {',
    ...members,
    '}',
    'declare const t: MapLibrary;',
    `type Variables = ${vars ? typeOfValue(vars) : 'Readonly<Record<string, any>>'};`,
    'declare const vars: Variables;',
    'interface MapContext { readonly steps: Readonly<Record<string, any>>; readonly trigger: any; readonly run: { readonly id: string; readonly flowId: string; readonly startedAt: string }; readonly vars: Variables; readonly now: number }',
    'declare function defineMap<Source, Target>(make: (src: Source, t: MapLibrary, ctx: MapContext) => Target): (input: Source, ctx: MapContext) => Target;',
    'declare const console: { log(...parts: readonly unknown[]): void; warn(...parts: readonly unknown[]): void; error(...parts: readonly unknown[]): void };',
    '',
  ].join('\n');
}

/** Type of a value as it stands: `{ readonly erpUrl: string; }`. */
function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(typeOfValue))];
    return `readonly (${items.length === 0 ? 'unknown' : items.join(' | ')})[]`;
  }
  if (typeof value !== 'object') return typeof value;
  const members = Object.entries(value).map(
    ([name, item]) => `readonly ${JSON.stringify(name)}: ${typeOfValue(item)};`,
  );
  return `{ ${members.join(' ')} }`;
}
