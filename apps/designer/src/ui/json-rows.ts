import type { Json } from '@lockstep/schema/run';

/** One line of a JSON tree. */
export interface JsonRow {
  /** Where the value lies, as one writes it in an expression: `input.lines[0].sku`. Also the row's identity. */
  readonly path: string;
  readonly depth: number;
  /** Member name or index; the root has the name of the tree. */
  readonly name: string;
  readonly value: Json;
  /** Members inside; undefined for plain values. */
  readonly size: number | undefined;
  readonly open: boolean;
}

/** Lists are opened by themselves up to this depth and size, so that a small message is seen whole. */
const OPEN_DEPTH = 2;
const OPEN_SIZE = 30;

/** Rows of a tree from top to bottom. `toggled` holds the paths whose state differs from the one they begin with. */
export function jsonRows(root: string, value: Json, toggled: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const pending: { path: string; depth: number; name: string; value: Json }[] = [
    { path: root, depth: 0, name: root, value },
  ];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const size = sizeOf(at.value);
    const opens = size !== undefined && at.depth < OPEN_DEPTH && size <= OPEN_SIZE;
    const open = size !== undefined && opens !== toggled.has(at.path);
    rows.push({ ...at, size, open });
    if (!open) continue;
    for (const member of membersOf(at.path, at.value).toReversed()) pending.push({ ...member, depth: at.depth + 1 });
  }
  return rows;
}

interface Member {
  readonly path: string;
  readonly name: string;
  readonly value: Json;
}

/** Counted without making the members: a closed list may be very long. */
function sizeOf(value: Json): number | undefined {
  if (isList(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function membersOf(path: string, value: Json): readonly Member[] {
  if (isList(value)) {
    return value.map((item, index) => ({ path: `${path}[${index}]`, name: String(index), value: item }));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, item]) => ({ path: `${path}${stepTo(name)}`, name, value: item }));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function stepTo(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** What a key does to the tree. */
export type TreeAct =
  | { readonly type: 'move'; readonly to: number }
  | { readonly type: 'toggle'; readonly row: JsonRow }
  | { readonly type: 'copy'; readonly text: string };

/** The act of a key while row `at` is active; undefined for keys the tree leaves alone. As the ARIA tree pattern has it. */
export function treeKey(key: string, rows: readonly JsonRow[], at: number): TreeAct | undefined {
  const row = rows[at];
  if (row === undefined) return undefined;
  const closed = row.size !== undefined && !row.open;
  switch (key) {
    case 'ArrowDown':
      return { type: 'move', to: at + 1 };
    case 'ArrowUp':
      return { type: 'move', to: at - 1 };
    case 'Home':
      return { type: 'move', to: 0 };
    case 'End':
      return { type: 'move', to: rows.length - 1 };
    case 'ArrowRight':
      return closed ? { type: 'toggle', row } : { type: 'move', to: at + 1 };
    case 'ArrowLeft':
      return row.open ? { type: 'toggle', row } : { type: 'move', to: parentOf(rows, at) };
    case 'Enter':
      return row.size === undefined ? undefined : { type: 'toggle', row };
    case 'c':
      return { type: 'copy', text: textOf(row.value) };
    case 'p':
      return { type: 'copy', text: row.path };
    default:
      return undefined;
  }
}

/** What copying a value gives: a text as it is, anything else as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function parentOf(rows: readonly JsonRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index--) if ((rows[index]?.depth ?? 0) < depth) return index;
  return at;
}
