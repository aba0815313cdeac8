import { fromMs, placeOf, placeText, type RowChanges, type RowPlace, type TableRow, untilMs } from './table.ts';

/** What a change set does to one row. */
export type RowChange =
  | { readonly kind: 'added'; readonly row: TableRow }
  | { readonly kind: 'changed'; readonly before: TableRow; readonly row: TableRow }
  | { readonly kind: 'removed'; readonly before: TableRow };

/** The rows after a change set: removals first. @param first name of the first column */
export function applyChanges(rows: readonly TableRow[], { put, remove }: RowChanges, first: string): TableRow[] {
  const byPlace = new Map(rows.map((row) => [placeText(placeOf(row, first)), row]));
  for (const place of remove) byPlace.delete(placeText(place));
  // A row put twice at one place is two rows: whoever checks the table is to see both.
  const twice: TableRow[] = [];
  const seen = new Set<string>();
  for (const row of put) {
    const place = placeText(placeOf(row, first));
    if (seen.has(place)) twice.push(row);
    else byPlace.set(place, row);
    seen.add(place);
  }
  return [...byPlace.values(), ...twice].toSorted((a, b) => compareRows(a, b, first));
}

/** What leads from some rows to others, in the order of the rows. */
export function diffRows(before: readonly TableRow[], after: readonly TableRow[], first: string): RowChange[] {
  const old = new Map(before.map((row) => [placeText(placeOf(row, first)), row]));
  const changes: RowChange[] = [];
  for (const row of after) {
    const place = placeText(placeOf(row, first));
    const was = old.get(place);
    old.delete(place);
    if (!was) changes.push({ kind: 'added', row });
    else if (!isSameRow(was, row)) changes.push({ kind: 'changed', before: was, row });
  }
  return [...changes, ...[...old.values()].map((row) => ({ kind: 'removed', before: row }) as const)];
}

/** The change set that leads from some rows to others. */
export function changesBetween(before: readonly TableRow[], after: readonly TableRow[], first: string): RowChanges {
  const changes = diffRows(before, after, first);
  return {
    put: changes.flatMap((change) => (change.kind === 'removed' ? [] : [change.row])),
    remove: changes.flatMap((change): RowPlace[] => (change.kind === 'removed' ? [placeOf(change.before, first)] : [])),
  };
}

/** Codes that are not there and codes that are empty are the same. */
function isSameRow(a: TableRow, b: TableRow): boolean {
  if (fromMs(a) !== fromMs(b) || untilMs(a) !== untilMs(b)) return false;
  const codes = ({ cells }: TableRow) => new Map(Object.entries(cells).filter(([, code]) => code !== ''));
  const [left, right] = [codes(a), codes(b)];
  return left.size === right.size && [...left].every(([column, code]) => right.get(column) === code);
}

/** By first code, then by beginning. */
function compareRows(a: TableRow, b: TableRow, first: string): number {
  const [left, right] = [placeOf(a, first).key, placeOf(b, first).key];
  if (left !== right) return left < right ? -1 : 1;
  return fromMs(a) < fromMs(b) ? -1 : fromMs(a) > fromMs(b) ? 1 : 0;
}
