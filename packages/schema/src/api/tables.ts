import { z } from 'zod';
import {
  RowChanges,
  RowPlace,
  TableColumn,
  TableIssue,
  TableName,
  TableRow,
  TableShape,
  TableTest,
} from '../tables/table.ts';
import { endpoint } from './endpoint.ts';
import { UnmappedStatus } from './unmapped.ts';

const Instant = z.iso.datetime();
const By = z.string().min(1).max(120).default('operator');
/** Why: kept with the version. */
const Note = z.string().max(2000).default('');
const ByName = z.object({ name: TableName });
const Version = z.coerce.number().int().min(1);

/** A version of a table, without its rows. */
export const TableVersion = z.object({
  version: z.int(),
  note: z.string(),
  publishedBy: z.string(),
  publishedAt: Instant,
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
});
export type TableVersion = z.infer<typeof TableVersion>;

export const TableSummary = z.object({
  name: TableName,
  title: z.string(),
  columns: z.array(TableColumn),
  newest: TableVersion,
  tests: z.int(),
  /** Codes that flows looked up in vain and that wait for a person. */
  unmapped: z.int(),
  /** Published flows that look things up here; `version`: the one they read, absent where a step reads the newest. */
  usedBy: z.array(z.object({ flowId: z.string(), flowName: z.string(), version: z.int().optional() })),
});
export type TableSummary = z.infer<typeof TableSummary>;

/** A version, whole. */
export const TableView = TableShape.extend({
  name: TableName,
  title: z.string(),
  version: z.int(),
  newest: z.int(),
  rows: z.array(TableRow),
});
export type TableView = z.infer<typeof TableView>;

export const RowChangeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), row: TableRow }),
  z.object({ kind: z.literal('changed'), before: TableRow, row: TableRow }),
  z.object({ kind: z.literal('removed'), before: TableRow }),
]);
export type RowChangeView = z.infer<typeof RowChangeView>;

/** What an import would change, or has changed. */
export const ImportReport = z.object({
  /** The version it was compared with. */
  basedOn: z.int(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  /** The first of the changes. */
  changes: z.array(RowChangeView),
  /** The first of what is wrong, by line of the file; 0: not about a line. */
  errors: z.array(z.object({ line: z.int(), message: z.string() })),
  errorCount: z.int(),
  delimiter: z.string().optional(),
  /** Tests of the table that would fail. */
  failed: z.array(z.object({ test: TableTest, got: z.string().nullable() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const listTables = endpoint({
  id: 'listTables',
  method: 'get',
  path: '/tables',
  tag: 'Tables',
  summary: 'List cross-reference tables by name',
  ok: z.object({ tables: z.array(TableSummary) }),
  problems: [],
});

export const createTable = endpoint({
  id: 'createTable',
  method: 'post',
  path: '/tables',
  tag: 'Tables',
  summary: 'Create a table; its rows, if any, are version 1',
  body: z.object({
    name: TableName,
    title: z.string().trim().min(1).max(120),
    columns: TableShape.shape.columns,
    tests: TableShape.shape.tests.default([]),
    rows: RowChanges.shape.put.default([]),
    note: Note,
    by: By,
  }),
  ok: TableVersion,
  status: 201,
  problems: ['table-exists', 'table-invalid', 'table-tests-failed'],
});

export const getTable = endpoint({
  id: 'getTable',
  method: 'get',
  path: '/tables/:name',
  tag: 'Tables',
  summary: 'Read a table with all its rows, the newest version or another',
  params: ByName,
  query: z.object({ version: Version.optional() }),
  ok: TableView,
  problems: ['not-found'],
});

export const publishTable = endpoint({
  id: 'publishTable',
  method: 'post',
  path: '/tables/:name/versions',
  tag: 'Tables',
  summary: 'Publish a change set as the next version of a table',
  params: ByName,
  body: z.object({
    /** Version the author began from. */
    basedOn: z.int().min(1),
    changes: RowChanges.default({ put: [], remove: [] }),
    title: z.string().trim().min(1).max(120).optional(),
    columns: TableShape.shape.columns.optional(),
    tests: TableShape.shape.tests.optional(),
    note: Note,
    by: By,
  }),
  ok: TableVersion,
  status: 201,
  problems: ['not-found', 'table-invalid', 'table-tests-failed', 'table-version-conflict'],
});

export const listTableVersions = endpoint({
  id: 'listTableVersions',
  method: 'get',
  path: '/tables/:name/versions',
  tag: 'Tables',
  summary: 'List the newest 200 versions of a table: who changed how much, when and why; newest first',
  params: ByName,
  ok: z.object({ versions: z.array(TableVersion) }),
  problems: ['not-found'],
});

export const getTableChanges = endpoint({
  id: 'getTableChanges',
  method: 'get',
  path: '/tables/:name/versions/:version',
  tag: 'Tables',
  summary: 'Read what a version changed, row by row, at most 1000 of them',
  params: z.object({ name: TableName, version: Version }),
  ok: z.object({ version: TableVersion, changes: z.array(RowChangeView) }),
  problems: ['not-found'],
});

export const importTable = endpoint({
  id: 'importTable',
  method: 'post',
  path: '/tables/:name/import',
  tag: 'Tables',
  summary: 'Compare a CSV file with a table, and publish it as the next version unless it is a dry run or has errors',
  params: ByName,
  body: z.object({
    csv: z.string().max(19_000_000),
    delimiter: z.string().length(1).optional(),
    /** `merge`: rows that the file does not have stay; `replace`: they are removed. */
    mode: z.enum(['merge', 'replace']).default('merge'),
    dryRun: z.boolean().default(true),
    /** Version the dry run was compared with; the newest when absent. */
    basedOn: z.int().min(1).optional(),
    note: Note,
    by: By,
  }),
  ok: z.object({
    report: ImportReport,
    /** What was published; absent for a dry run, for a file with errors, and where nothing changed. */
    version: TableVersion.optional(),
  }),
  problems: ['not-found', 'table-version-conflict'],
});

export const exportTable = endpoint({
  id: 'exportTable',
  method: 'get',
  path: '/tables/:name/csv',
  tag: 'Tables',
  summary: 'Read a table as CSV, with valid_from and valid_until behind its columns',
  params: ByName,
  query: z.object({ version: Version.optional() }),
  ok: z.object({ csv: z.string(), version: z.int() }),
  problems: ['not-found'],
});

export const mapValue = endpoint({
  id: 'mapValue',
  method: 'post',
  path: '/unmapped/:id/map',
  tag: 'Tables',
  summary: 'Say what a code stands for: publishes the next version of the table and tries the waiting runs again',
  params: z.object({ id: z.string() }),
  body: z.object({
    value: z.string().trim().min(1).max(500),
    /** Codes of the row in further columns. */
    cells: TableRow.shape.cells.default({}),
    note: Note,
    by: By,
  }),
  ok: z.object({
    version: TableVersion,
    /** Runs that are tried again, or begun again. */
    runs: z.int(),
    row: RowPlace,
  }),
  problems: ['not-found', 'unmapped-settled', 'table-invalid', 'table-tests-failed'],
});

/** Extra members of `table-invalid` and `table-tests-failed`. */
export const TableProblem = z.object({
  issues: z.array(TableIssue).optional(),
  failed: ImportReport.shape.failed.optional(),
});

/** Which version of each table a run reads: what its steps looked up there stays so in retries and takeovers. */
export const RunTable = z.object({
  table: z.string(),
  /** Absent: none of its steps has asked yet, in a flow that reads the newest. */
  version: z.int().optional(),
  pinned: z.boolean(),
  /** A later version, for codes that the other one does not have. */
  answered: z.int().optional(),
});
export type RunTable = z.infer<typeof RunTable>;

export const getRunTables = endpoint({
  id: 'getRunTables',
  method: 'get',
  path: '/runs/:runId/tables',
  tag: 'Tables',
  summary: 'Read which versions of tables a run reads, and the codes it did not find',
  params: z.object({ runId: z.string() }),
  ok: z.object({
    tables: z.array(RunTable),
    unmapped: z.array(
      z.object({ id: z.string(), table: z.string(), key: z.string(), status: UnmappedStatus, wentOn: z.boolean() }),
    ),
  }),
  problems: ['not-found'],
});
