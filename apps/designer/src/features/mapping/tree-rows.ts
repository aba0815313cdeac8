import { type FieldPath, ITEM, type SchemaField, startsWith, textOfPath } from '@lockstep/schema/mapping';

/** Height of a row in both trees; lines are drawn from it. */
export const ROW_PX = 28;

export interface TreeRow {
  readonly field: SchemaField;
  readonly depth: number;
  /** Name as shown: the property, or `each` for the items of a list of plain values. */
  readonly label: string;
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
  const visit = (fields: readonly SchemaField[], depth: number): void => {
    for (const field of fields) {
      if (keep && !holds(field, keep)) continue;
      const inside = insideOf(field);
      const label = field.path.at(-1) === ITEM ? 'each' : field.name;
      if (inside.length === 0) {
        rows.push({ field, depth, label });
        continue;
      }
      // What a search found is shown, whatever was closed before.
      const isOpen = keep !== undefined || !closed.has(textOfPath(field.path));
      rows.push({ field, depth, label, isOpen });
      if (isOpen) visit(inside, depth + 1);
    }
  };
  visit(insideOf(root), 0);
  return rows;
}

/** Fields shown below a field. */
export function insideOf({ type, children }: SchemaField): readonly SchemaField[] {
  const [item] = children;
  if (type !== 'list' || !item) return children;
  return item.children.length > 0 && item.type !== 'list' ? item.children : item.type === 'any' ? [] : [item];
}

function holds(field: SchemaField, keep: Keep): boolean {
  return keep(field) || field.children.some((child) => holds(child, keep));
}

/** Place of a field among the rows; of one that is closed away, the place of what it lies in. -1 when it is not there. */
export function rowIndexOf(rows: readonly TreeRow[], path: FieldPath): number {
  let best = -1;
  let length = -1;
  for (const [index, { field }] of rows.entries()) {
    if (field.path.length > length && startsWith(path, field.path)) [best, length] = [index, field.path.length];
  }
  return best;
}

/** Leaves of a contract, and lists as wholes: what a line can begin and end at. */
export function reachable(root: SchemaField): readonly SchemaField[] {
  return insideOf(root).flatMap((field) => [field, ...reachable(field)]);
}
