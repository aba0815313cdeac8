import { type FieldPath, ITEM, type SchemaField, textOfPath } from '@lockstep/schema/mapping';

/** Height of a row in both trees; lines are drawn from it. */
export const ROW_PX = 28;

export interface TreeRow {
  readonly field: SchemaField;
  readonly depth: number;
  /** Name as shown: the property, or `each` for the items of a list of plain values. */
  readonly label: string;
  /** Text of the path: what the row is found by. */
  readonly path: string;
  /** Absent for leaves. */
  readonly isOpen?: boolean;
}

/** Whether a field stands in the tree: all of them, or those that a search or a filter leaves, with what is around them. */
export type Keep = (field: SchemaField) => boolean;

/**
 * Rows of a tree, in order. The items of a list have no row of their own when they are objects: their fields follow the list.
 *
 * @param closed texts of the paths that are closed
 */
export function rowsOf(root: SchemaField, closed: ReadonlySet<string>, keep?: Keep): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const held = keep && heldBy(root, keep);
  const visit = (fields: readonly SchemaField[], depth: number): void => {
    for (const field of fields) {
      if (held && !held.has(field)) continue;
      const inside = insideOf(field);
      const label = field.path.at(-1) === ITEM ? 'each' : field.name;
      const path = pathText(field);
      if (inside.length === 0) {
        rows.push({ field, depth, label, path });
        continue;
      }
      // What a search found is shown, whatever was closed before.
      const isOpen = keep !== undefined || !closed.has(path);
      rows.push({ field, depth, label, path, isOpen });
      if (isOpen) visit(inside, depth + 1);
    }
  };
  visit(insideOf(root), 0);
  return rows;
}

/** Fields that are kept, and those they lie in. */
function heldBy(root: SchemaField, keep: Keep): ReadonlySet<SchemaField> {
  const held = new Set<SchemaField>();
  const visit = (field: SchemaField): boolean => {
    let isHeld = keep(field);
    for (const child of field.children) isHeld = visit(child) || isHeld;
    if (isHeld) held.add(field);
    return isHeld;
  };
  visit(root);
  return held;
}

const texts = new WeakMap<SchemaField, string>();

/** `textOfPath`, remembered: a tree of thousands of fields is drawn again at every turn of the wheel. */
export function pathText(field: SchemaField): string {
  let text = texts.get(field);
  if (text === undefined) {
    text = textOfPath(field.path);
    texts.set(field, text);
  }
  return text;
}

/** Fields shown below a field. */
export function insideOf({ type, children }: SchemaField): readonly SchemaField[] {
  const [item] = children;
  if (type !== 'list' || !item) return children;
  return item.children.length > 0 && item.type !== 'list' ? item.children : item.type === 'any' ? [] : [item];
}

const indexes = new WeakMap<readonly TreeRow[], ReadonlyMap<string, number>>();

/** Places of rows by the texts of their paths. */
export function indexOf(rows: readonly TreeRow[]): ReadonlyMap<string, number> {
  let index = indexes.get(rows);
  if (!index) {
    index = new Map(rows.map(({ path }, at) => [path, at]));
    indexes.set(rows, index);
  }
  return index;
}

/** Place of a field among the rows; of one that is closed away, the place of what it lies in. -1 when it is not there. */
export function rowIndexOf(rows: readonly TreeRow[], path: FieldPath): number {
  const index = indexOf(rows);
  for (let length = path.length; length > 0; length--) {
    const at = index.get(textOfPath(path.slice(0, length)));
    if (at !== undefined) return at;
  }
  return -1;
}

/** Leaves of a contract, and lists as wholes: what a line can begin and end at. */
export function reachable(root: SchemaField): readonly SchemaField[] {
  return insideOf(root).flatMap((field) => [field, ...reachable(field)]);
}
