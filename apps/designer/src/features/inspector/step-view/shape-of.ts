import type { Json } from '@lockstep/schema/run';

/** A field as data showed it: where, what kinds of value, and one of them. */
export interface ShapeRow {
  /** As one writes it in an expression: `input.lines[].sku`. */
  readonly path: string;
  readonly depth: number;
  readonly name: string;
  /** `text`, `list of 3`, `text or nothing`. */
  readonly kinds: string;
  /** A value that was there, shortened. */
  readonly example: string;
  /** Some items of the list around it do not have it. */
  readonly optional: boolean;
}

/** Fields told of one value, and items of a list looked at: enough to know a message, quick for a large one. */
const MOST_ROWS = 500;
const MOST_ITEMS = 50;
const EXAMPLE_CHARS = 60;

/** The fields of a value, those of its lists from their first items together. */
export function shapeOf(root: string, value: Json): readonly ShapeRow[] {
  const rows: ShapeRow[] = [];
  tell({ path: root, name: root, depth: 0, values: [value], missing: false }, rows);
  return rows;
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly values: readonly Json[];
  readonly missing: boolean;
}

function tell({ path, name, depth, values, missing }: Place, rows: ShapeRow[]): void {
  if (rows.length >= MOST_ROWS) return;
  const plain = values.find((value) => value !== null && typeof value !== 'object');
  rows.push({ path, depth, name, kinds: kindsOf(values), example: exampleOf(plain), optional: missing });
  const items = values.flatMap((value) => (isList(value) ? value.slice(0, MOST_ITEMS) : []));
  const objects = values.filter(isObject);
  const inside = objects.length > 0 ? objects : items.filter(isObject);
  const below = objects.length > 0 ? path : `${path}[]`;
  const names = new Set(inside.flatMap((one) => Object.keys(one)));
  for (const member of names) {
    const held = inside.filter((one) => Object.hasOwn(one, member)).map((one) => one[member] ?? null);
    const next = /^[A-Za-z_$][\w$]*$/.test(member) ? `.${member}` : `[${JSON.stringify(member)}]`;
    tell(
      { path: below + next, name: member, depth: depth + 1, values: held, missing: held.length < inside.length },
      rows,
    );
  }
}

const WORDS = { string: 'text', number: 'number', boolean: 'yes or no' } as const;

function kindsOf(values: readonly Json[]): string {
  const kinds = values.map((value) => {
    if (value === null) return 'nothing';
    if (isList(value)) return values.length === 1 ? `list of ${value.length}` : 'list';
    return typeof value === 'object' ? 'object' : WORDS[typeof value as keyof typeof WORDS];
  });
  return [...new Set(kinds)].join(' or ');
}

function exampleOf(value: Json | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > EXAMPLE_CHARS ? `${text.slice(0, EXAMPLE_CHARS)}…` : text;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
