import * as api from '@lockstep/schema/api';
import { checkTable, diffRows, type TestedRow, testTable } from '@lockstep/schema/tables';
import type { Hono } from 'hono';
import { tableReaders } from '../../store/xref/readers.ts';
import { readChanged, readShape } from '../../store/xref/table-rows.ts';
import * as xref from '../../store/xref/tables.ts';
import { countUnmapped } from '../../store/xref/unmapped.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { compareCsv, csvOf } from '../table-csv.ts';

/** Row changes of a version that are shown. */
const MOST_CHANGES = 1000;

/** Cross-reference tables: their versions, rows, files. */
export function tableRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, now } = doors;

  serve(app, api.listTables, async () => {
    const [tables, readers] = await Promise.all([xref.listTables(db), tableReaders(db)]);
    return {
      tables: tables.map(({ version: _, tests, columns, ...table }) => ({
        ...table,
        columns: [...columns],
        tests: tests.length,
        usedBy: [...(readers.get(table.name) ?? [])],
      })),
    };
  });

  serve(app, api.createTable, async ({ body, problem }) => {
    const issues = checkTable(body);
    if (issues.length > 0) throw problem('table-invalid', issues[0]?.message, { issues });
    const failed = testTable(body, now()).filter(({ passed }) => !passed);
    if (failed.length > 0) throw problem('table-tests-failed', failedWords(failed), { failed });
    const made = await xref.createTable(db, body);
    if (made === 'exists') throw problem('table-exists', `There is a table "${body.name}" already.`);
    await tell(doors, body.name);
    return made;
  });

  serve(app, api.getTable, async ({ params: { name }, query: { version }, problem }) => {
    const head = await xref.readHead(db, name);
    const table = head && (await xref.readTable(db, name, version ?? head.version));
    if (!head || !table) throw problem('not-found', absent(name, version));
    const { columns, tests, rows } = table;
    const shown = { columns: [...columns], tests: [...tests], rows: [...rows] };
    return { name, title: head.title, version: version ?? head.version, newest: head.version, ...shown };
  });

  serve(app, api.publishTable, async ({ params: { name }, body, problem }) => {
    const { basedOn, note, by, ...change } = body;
    const result = await xref.publishTable(db, { name, basedOn, note, by, nowMs: now(), change: () => change });
    switch (result.type) {
      case 'published':
      case 'unchanged':
        await tell(doors, name);
        return result.version;
      case 'absent':
        throw problem('not-found', absent(name));
      case 'stale':
        throw problem('table-version-conflict', overtaken(result.newest, basedOn), { newest: result.newest });
      case 'invalid':
        throw problem('table-invalid', result.issues[0]?.message, { issues: result.issues });
      case 'tests-failed':
        throw problem('table-tests-failed', failedWords(result.failed), { failed: result.failed });
      default:
        return result satisfies never;
    }
  });

  serve(app, api.listTableVersions, async ({ params: { name }, problem }) => {
    const versions = await xref.listVersions(db, name);
    if (versions.length === 0) throw problem('not-found', absent(name));
    return { versions };
  });

  serve(app, api.getTableChanges, async ({ params: { name, version }, problem }) => {
    const [known, shape] = await Promise.all([xref.readVersion(db, name, version), readShape(db, name, version)]);
    if (!known || !shape) throw problem('not-found', absent(name, version));
    const { before, after } = await readChanged(db, name, version);
    const changes = diffRows(before, after, shape.columns[0]?.name ?? '').slice(0, MOST_CHANGES);
    return { version: known, changes };
  });

  serve(app, api.importTable, async ({ params: { name }, body, problem }) => {
    const { csv, delimiter, mode, dryRun, note, by } = body;
    const head = await xref.readHead(db, name);
    const table = head && (await xref.readTable(db, name, head.version));
    if (!head || !table) throw problem('not-found', absent(name));
    const basedOn = body.basedOn ?? head.version;
    if (basedOn !== head.version) {
      throw problem('table-version-conflict', overtaken(head.version, basedOn), { newest: head.version });
    }
    const { report, changes } = compareCsv(table, { csv, delimiter, mode, basedOn, nowMs: now() });
    const isSame = report.added + report.changed + report.removed === 0;
    if (dryRun || report.errorCount > 0 || report.failed.length > 0 || isSame) return { report };
    const result = await xref.publishTable(db, { name, basedOn, note, by, nowMs: now(), change: () => ({ changes }) });
    if (result.type === 'stale') {
      throw problem('table-version-conflict', overtaken(result.newest, basedOn), { newest: result.newest });
    }
    if (result.type !== 'published') throw new Error(`A file that was checked could not be published: ${result.type}.`);
    await tell(doors, name);
    return { report, version: result.version };
  });

  serve(app, api.exportTable, async ({ params: { name }, query: { version }, problem }) => {
    const head = await xref.readHead(db, name);
    const table = head && (await xref.readTable(db, name, version ?? head.version));
    if (!head || !table) throw problem('not-found', absent(name, version));
    return { csv: csvOf(table), version: version ?? head.version };
  });
}

/** Screens fetch again, and what waited for a code is done again at once. */
export async function tell({ db, live, corrections }: Doors, table: string): Promise<void> {
  corrections.nudge();
  live.publish({ type: 'table.changed', table, unmapped: await countUnmapped(db) });
}

function absent(name: string, version?: number): string {
  return version === undefined ? `There is no table "${name}".` : `The table "${name}" has no version ${version}.`;
}

function overtaken(newest: number, basedOn: number): string {
  return `Version ${newest} is the newest, you began from ${basedOn}.`;
}

export function failedWords([first, ...more]: readonly TestedRow[]): string {
  if (!first) return '';
  const { test, got, message } = first;
  const gave = message ?? (got === null ? 'nothing' : `"${got}"`);
  const wanted = test.expected === null ? 'nothing' : `"${test.expected}"`;
  const others = more.length === 0 ? '' : ` ${more.length} more tests fail.`;
  return `Test of "${test.key}": it gives ${gave}, not ${wanted}.${others}`;
}
