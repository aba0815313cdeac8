import { compatibilityOf } from '../contracts/compatibility.ts';
import type { CompatibilityClass } from '../contracts/index.ts';
import { serialiseJson } from '../graph/serialise.ts';
import type { Json } from '../run/json.ts';
import { diffRows, type RowChange } from '../tables/change-table.ts';
import type { TableContent } from '../tables/table.ts';
import { cellOf } from '../tables/table.ts';

/** A contract that flows name, in one version. */
export interface SeenContract {
  readonly name: string;
  readonly version: string;
  readonly schema: Json;
}

/** A table that flows look things up in, whole. */
export interface SeenTable extends TableContent {
  readonly name: string;
  readonly title?: string | undefined;
}

/** What flows stand on: contracts and tables they name. */
export interface Surroundings {
  readonly contracts: readonly SeenContract[];
  readonly tables: readonly SeenTable[];
}

type State = 'added' | 'removed' | 'changed';

export interface ContractDifference {
  readonly kind: 'contract';
  readonly name: string;
  readonly state: State;
  /** Versions. */
  readonly before?: string;
  readonly after?: string;
  /** Where both are there: how the new one stands to the old one, and why. */
  readonly compatibility?: CompatibilityClass;
  readonly reasons: readonly string[];
}

export interface TableDifference {
  readonly kind: 'table';
  readonly name: string;
  readonly state: State;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Columns, tests or the title are others. */
  readonly isReshaped: boolean;
  /** Row by row, by key. */
  readonly rows: readonly RowChange[];
}

export type SurroundingDifference = ContractDifference | TableDifference;

/** What is different in contracts and tables, by name. */
export function compareSurroundings(before: Surroundings, after: Surroundings): readonly SurroundingDifference[] {
  return [
    ...byName(before.contracts, after.contracts).flatMap(([old, now]) => contractDifference(old, now)),
    ...byName(before.tables, after.tables).flatMap(([old, now]) => tableDifference(old, now)),
  ];
}

function byName<T extends { readonly name: string }>(before: readonly T[], after: readonly T[]) {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  const find = (side: readonly T[], name: string) => side.find((each) => each.name === name);
  return names.map((name) => [find(before, name), find(after, name)] as const);
}

function contractDifference(before: SeenContract | undefined, after: SeenContract | undefined): ContractDifference[] {
  if (!before || !after) {
    const one = before ?? after;
    if (!one) return [];
    const versions = { ...(before && { before: before.version }), ...(after && { after: after.version }) };
    return [{ kind: 'contract', name: one.name, state: before ? 'removed' : 'added', ...versions, reasons: [] }];
  }
  if (before.version === after.version && serialiseJson(before.schema) === serialiseJson(after.schema)) return [];
  const { class: compatibility, backward, forward } = compatibilityOf(before.schema, after.schema);
  const reasons = [...backward, ...forward].map(({ path, rule }) => `${path || '/'}: ${rule}`);
  const versions = { before: before.version, after: after.version };
  return [
    {
      kind: 'contract',
      name: after.name,
      state: 'changed',
      ...versions,
      compatibility,
      reasons: [...new Set(reasons)],
    },
  ];
}

function tableDifference(before: SeenTable | undefined, after: SeenTable | undefined): TableDifference[] {
  const one = after ?? before;
  if (!one) return [];
  const rows = diffRows(before?.rows ?? [], after?.rows ?? [], one.columns[0]?.name ?? '');
  const isReshaped = before !== undefined && after !== undefined && shapeOf(before) !== shapeOf(after);
  if (before && after && rows.length === 0 && !isReshaped) return [];
  const count = (kind: RowChange['kind']) => rows.filter((change) => change.kind === kind).length;
  return [
    {
      ...{ kind: 'table', name: one.name, state: before ? (after ? 'changed' : 'removed') : 'added', isReshaped, rows },
      ...{ added: count('added'), changed: count('changed'), removed: count('removed') },
    },
  ];
}

function shapeOf({ columns, tests }: SeenTable): string {
  return serialiseJson({ columns, tests } as unknown as Json);
}

/** Rows told of one table. */
const MOST_ROWS = 50;

/** A difference as a person would tell it: a sentence, and what is behind it. */
export function tellSurrounding(difference: SurroundingDifference): {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
  readonly lines: readonly string[];
} {
  const sign = ({ added: '+', removed: '-', changed: '~' } as const)[difference.state];
  if (difference.kind === 'contract') {
    const { name, before = '', after = '', compatibility, reasons } = difference;
    const versions = before === '' || after === '' ? `${name}@${after || before}` : `${name} ${before} -> ${after}`;
    return {
      sign,
      text: `contract ${versions}${compatibility ? `: ${CLASS_WORDS[compatibility]}` : ''}`,
      lines: reasons,
    };
  }
  const { name, added, changed, removed, isReshaped, rows } = difference;
  const counts = [
    added > 0 && `${added} added`,
    changed > 0 && `${changed} changed`,
    removed > 0 && `${removed} removed`,
  ].filter((each) => each !== false);
  const words = counts.length === 0 ? 'no row' : `rows: ${counts.join(', ')}`;
  const more = rows.length > MOST_ROWS ? [`… and ${rows.length - MOST_ROWS} more`] : [];
  return {
    sign,
    text: `table ${name}, ${words}${isReshaped ? '; other columns or tests' : ''}`,
    lines: [...rows.slice(0, MOST_ROWS).map(rowWords), ...more],
  };
}

const CLASS_WORDS: Readonly<Record<CompatibilityClass, string>> = {
  full: 'compatible both ways',
  backward: 'reads what was sent before',
  forward: 'is read by who knows the old one',
  breaking: 'breaking',
};

/** One row change in one line. */
export function rowWords(change: RowChange): string {
  switch (change.kind) {
    case 'added':
      return `+ ${cellsText(change.row.cells)}`;
    case 'removed':
      return `- ${cellsText(change.before.cells)}`;
    case 'changed': {
      const { before, row } = change;
      const columns = [...new Set([...Object.keys(before.cells), ...Object.keys(row.cells)])];
      const different = columns.filter((name) => cellOf(before.cells, name) !== cellOf(row.cells, name));
      const told = different.map(
        (name) => `${name}: ${cellOf(before.cells, name) || 'nothing'} -> ${cellOf(row.cells, name) || 'nothing'}`,
      );
      const key = Object.values(row.cells)[0] ?? '';
      return `~ ${key}: ${told.length === 0 ? 'when it holds' : told.join(', ')}`;
    }
    default:
      return change satisfies never;
  }
}

function cellsText(cells: Readonly<Record<string, string>>): string {
  return Object.entries(cells)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
