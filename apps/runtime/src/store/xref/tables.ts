import type { TableVersion } from '@lockstep/schema/api';
import {
  applyChanges,
  checkTable,
  diffRows,
  placeOf,
  type RowChanges,
  type TableContent,
  type TableIssue,
  type TestedRow,
  testTable,
} from '@lockstep/schema/tables';
import { sql } from 'drizzle-orm';
import { passing } from '../journal/errors.ts';
import type { Db } from '../open-store.ts';
import { beginRows, type Executor, endRows, readRows, readShape } from './table-rows.ts';
import { settleMapped } from './unmapped.ts';

export interface TableHead {
  readonly name: string;
  readonly title: string;
  readonly version: number;
}

interface VersionText extends Record<string, unknown> {
  readonly version: number;
  readonly note: string;
  readonly published_by: string;
  readonly published_at: string | Date;
  readonly row_count: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Versions shown of a table. */
const MOST_VERSIONS = 200;

const VERSION = sql.raw(
  'v.version, v.note, v.published_by, v.published_at, v.row_count, v.added, v.changed, v.removed',
);

function versionOf(row: VersionText): TableVersion {
  return {
    version: row.version,
    note: row.note,
    publishedBy: row.published_by,
    publishedAt: new Date(row.published_at).toISOString(),
    rows: row.row_count,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
  };
}

export interface ListedTable extends TableHead, Pick<TableContent, 'columns' | 'tests'> {
  readonly newest: TableVersion;
  /** Codes that wait for a person. */
  readonly unmapped: number;
}

/** Every table by name. */
export async function listTables(db: Db): Promise<readonly ListedTable[]> {
  const rows = await db.execute<VersionText & Record<'name' | 'title' | 'columns' | 'tests' | 'unmapped', string>>(sql`
    select t.name, t.title, v.columns::text as columns, v.tests::text as tests, ${VERSION},
      (select count(*) from unmapped_values u where u.table_name = t.name and u.status = 'open') as unmapped
    from xref_tables t join xref_versions v on v.table_name = t.name and v.version = t.version order by t.name`);
  return rows.map((row) => ({
    name: row.name,
    title: row.title,
    version: row.version,
    columns: JSON.parse(row.columns),
    tests: JSON.parse(row.tests),
    newest: versionOf(row),
    unmapped: Number(row.unmapped),
  }));
}

export async function readHead(db: Executor, name: string): Promise<TableHead | undefined> {
  const [row] = await passing(
    db.execute<{ name: string; title: string; version: number }>(
      sql`select name, title, version from xref_tables where name = ${name}`,
    ),
  );
  return row && { ...row };
}

/** The newest versions of the tables among `names` that there are. @throws StoreUnavailableError */
export async function newestOf(db: Executor, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map();
  const rows = await passing(
    db.execute<{ name: string; version: number }>(
      sql`select name, version from xref_tables where name in (select json_array_elements_text(${JSON.stringify(names)}::json))`,
    ),
  );
  return new Map(rows.map(({ name, version }) => [name, version]));
}

/** One version, whole; undefined when there is none. @throws StoreUnavailableError */
export async function readTable(db: Executor, name: string, version: number): Promise<TableContent | undefined> {
  const shape = await readShape(db, name, version);
  return shape && { ...shape, rows: await readRows(db, name, version) };
}

/** Newest first. */
export async function listVersions(db: Db, name: string): Promise<TableVersion[]> {
  const rows = await db.execute<VersionText>(sql`
    select ${VERSION} from xref_versions v where table_name = ${name} order by version desc limit ${MOST_VERSIONS}`);
  return rows.map(versionOf);
}

export async function readVersion(db: Executor, name: string, version: number): Promise<TableVersion | undefined> {
  const [row] = await db.execute<VersionText>(
    sql`select ${VERSION} from xref_versions v where table_name = ${name} and version = ${version}`,
  );
  return row && versionOf(row);
}

/** A change of a table, as somebody wants it. */
export interface TableChange {
  readonly columns?: TableContent['columns'] | undefined;
  readonly tests?: TableContent['tests'] | undefined;
  readonly title?: string | undefined;
  readonly changes: RowChanges;
}

export interface TablePublication {
  readonly name: string;
  /** Version the author began from; the newest, whatever it is, when absent. */
  readonly basedOn?: number | undefined;
  readonly note: string;
  readonly by: string;
  readonly nowMs: number;
  /** The change, by what there is. It is asked while nobody else can change the table. */
  readonly change: (current: TableContent) => TableChange | { readonly issues: readonly TableIssue[] };
}

export type TablePublished =
  | { readonly type: 'published'; readonly version: TableVersion; readonly mapped: number }
  /** Nothing would be different. */
  | { readonly type: 'unchanged'; readonly version: TableVersion }
  | { readonly type: 'absent' }
  | { readonly type: 'stale'; readonly newest: number }
  | { readonly type: 'invalid'; readonly issues: readonly TableIssue[] }
  | { readonly type: 'tests-failed'; readonly failed: readonly TestedRow[] };

/**
 * Publishes the next version of a table, and settles what waited for its codes, in one transaction. Of two authors the second is
 * `stale`.
 */
export function publishTable(db: Db, publication: TablePublication): Promise<TablePublished> {
  const { name, basedOn, nowMs, change } = publication;
  return db.transaction(async (tx): Promise<TablePublished> => {
    const [head] = await tx.execute<{ version: number; title: string }>(
      sql`select version, title from xref_tables where name = ${name} for update`,
    );
    if (!head) return { type: 'absent' };
    if (basedOn !== undefined && basedOn !== head.version) return { type: 'stale', newest: head.version };
    const current = await readTable(tx, name, head.version);
    if (!current) throw new Error(`The table ${name} has no version ${head.version}.`);
    const wanted = change(current);
    if ('issues' in wanted) return { type: 'invalid', issues: wanted.issues };
    const checked = nextContent(current, wanted, nowMs);
    if ('type' in checked) return checked;
    const { next, first } = checked;
    const changes = diffRows(current.rows, next.rows, first);
    const title = wanted.title ?? head.title;
    const isSameShape = JSON.stringify([current.columns, current.tests]) === JSON.stringify([next.columns, next.tests]);
    if (changes.length === 0 && isSameShape && title === head.title) {
      const version = await readVersion(tx, name, head.version);
      if (version) return { type: 'unchanged', version };
    }
    const version = head.version + 1;
    const ended = changes.flatMap((each) => (each.kind === 'added' ? [] : [placeOf(each.before, first)]));
    const begun = changes.flatMap((each) => (each.kind === 'removed' ? [] : [each.row]));
    await endRows(
      tx,
      { name, version },
      ended.map(({ key, from }) => ({ key, from })),
    );
    await beginRows(tx, { name, version, first }, begun);
    await tx.execute(sql`update xref_tables set version = ${version}, title = ${title} where name = ${name}`);
    const count = (kind: string) => changes.filter((each) => each.kind === kind).length;
    const counts = { added: count('added'), changed: count('changed'), removed: count('removed') };
    const written = await writeVersion(tx, { ...publication, version, next, counts });
    const mapped = await settleMapped(tx, { name, version, table: next, by: publication.by, nowMs });
    return { type: 'published', version: written, mapped };
  });
}

function nextContent(
  current: TableContent,
  { changes, columns = current.columns, tests = current.tests }: TableChange,
  nowMs: number,
):
  | { readonly next: TableContent; readonly first: string }
  | Extract<TablePublished, { type: 'invalid' | 'tests-failed' }> {
  const first = columns[0]?.name ?? '';
  if (first !== current.columns[0]?.name) {
    const message = `The first column stays "${current.columns[0]?.name}": it is what rows are known by.`;
    return { type: 'invalid', issues: [{ message, rows: [] }] };
  }
  const gone = current.columns.filter(({ name }) => !columns.some((column) => column.name === name));
  const kept = gone.length === 0 ? current.rows : current.rows.map((row) => without(row, gone));
  const next = { columns, tests, rows: applyChanges(kept, changes, first) };
  const issues = checkTable(next);
  if (issues.length > 0) return { type: 'invalid', issues };
  const failed = testTable(next, nowMs).filter(({ passed }) => !passed);
  return failed.length > 0 ? { type: 'tests-failed', failed } : { next, first };
}

function without(row: TableContent['rows'][number], gone: TableContent['columns']): TableContent['rows'][number] {
  const names = new Set(gone.map(({ name }) => name));
  return { ...row, cells: Object.fromEntries(Object.entries(row.cells).filter(([column]) => !names.has(column))) };
}

interface Written extends Pick<TablePublication, 'name' | 'note' | 'by'> {
  readonly version: number;
  readonly next: TableContent;
  readonly counts: Pick<TableVersion, 'added' | 'changed' | 'removed'>;
}

async function writeVersion(tx: Executor, { name, version, next, counts, note, by }: Written): Promise<TableVersion> {
  const [row] = await tx.execute<VersionText>(sql`
    insert into xref_versions as v (table_name, version, columns, tests, note, published_by, row_count, added, changed, removed)
    values (${name}, ${version}, ${JSON.stringify(next.columns)}::json, ${JSON.stringify(next.tests)}::json, ${note}, ${by},
      ${next.rows.length}, ${counts.added}, ${counts.changed}, ${counts.removed})
    returning ${VERSION}`);
  if (!row) throw new Error('The version of the table was not written.');
  return versionOf(row);
}

export interface NewTable extends TableContent {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly by: string;
}

/** Creates a table with its first version. The content has been checked. `exists`: the name is taken. */
export function createTable(db: Db, { name, title, note, by, ...next }: NewTable): Promise<TableVersion | 'exists'> {
  return db.transaction(async (tx) => {
    const made = await tx.execute(
      sql`insert into xref_tables (name, title, version) values (${name}, ${title}, 1) on conflict do nothing returning name`,
    );
    if (made.length === 0) return 'exists';
    const counts = { added: next.rows.length, changed: 0, removed: 0 };
    const version = await writeVersion(tx, { name, version: 1, next, counts, note, by });
    await beginRows(tx, { name, version: 1, first: next.columns[0]?.name ?? '' }, next.rows);
    return version;
  });
}
