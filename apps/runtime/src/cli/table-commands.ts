import { readFile, writeFile } from 'node:fs/promises';
import * as api from '@lockstep/schema/api';
import { testTable } from '@lockstep/schema/tables';
import { apiAt, orFail } from './client.ts';
import { CommandError } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

/** `lockstep tables list` */
export async function listTables({ url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const { tables } = orFail(await apiAt(url)(api.listTables, {}), url);
  if (json) {
    io.out(JSON.stringify({ tables }, null, 2));
    return;
  }
  const rows = tables.map(({ name, newest, columns: own, tests, unmapped, usedBy }) => [
    name,
    String(newest.version),
    ...[newest.rows, tests, unmapped].map(String),
    own.map((column) => column.name).join(','),
    usedBy.map(({ flowId, version }) => `${flowId}@${version ?? 'newest'}`).join(' ') || '-',
  ]);
  const head = ['table', 'version', 'rows', 'tests', 'unmapped', 'columns', 'read by'];
  io.out(rows.length === 0 ? 'No tables.' : columns([head, ...rows]));
}

export interface ExportTableOptions extends RemoteOptions {
  readonly tableVersion?: number;
  readonly out?: string;
}

/** `lockstep tables export <table>`: as CSV, to a file or to standard output. */
export async function exportTable(name: string, options: ExportTableOptions, io: CommandIo): Promise<void> {
  const { url, json, tableVersion, out } = options;
  const query = tableVersion === undefined ? {} : { version: tableVersion };
  const { csv, version } = orFail(await apiAt(url)(api.exportTable, { params: { name }, query }), url);
  if (out !== undefined) {
    await writeFile(out, csv);
    io.out(json ? JSON.stringify({ table: name, version, file: out }) : `Version ${version} of ${name} is in ${out}.`);
  } else io.out(json ? JSON.stringify({ table: name, version, csv }) : csv.trimEnd());
}

export interface ImportTableOptions extends RemoteOptions {
  readonly replace?: boolean;
  readonly go?: boolean;
  readonly note: string;
  readonly by: string;
}

/** `lockstep tables import <table> <file>`: says what a file would change; publishes it with `--go`. */
export async function importTable(
  name: string,
  file: string,
  options: ImportTableOptions,
  io: CommandIo,
): Promise<void> {
  const { url, json, replace = false, go = false, note, by } = options;
  const csv = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(`${file} cannot be read: ${error.message}`);
  });
  const body = { csv, mode: replace ? 'replace' : 'merge', dryRun: !go, note, by } as const;
  const { report, version } = orFail(await apiAt(url)(api.importTable, { params: { name }, body }), url);
  if (json) io.out(JSON.stringify({ report, ...(version && { version }) }, null, 2));
  else {
    const { rows, added, changed, removed, unchanged, errors, errorCount, failed } = report;
    io.out(`${rows} rows: ${added} added, ${changed} changed, ${removed} removed, ${unchanged} as before.`);
    for (const { line, message } of errors) io.out(line === 0 ? `  ${message}` : `  line ${line}: ${message}`);
    if (errorCount > errors.length) io.out(`  … and ${errorCount - errors.length} more.`);
    for (const { test, got } of failed) {
      io.out(`  test of "${test.key}": would give ${got ?? 'nothing'}, not ${test.expected ?? 'nothing'}`);
    }
    if (version) io.out(`Version ${version.version} is published.`);
    else if (!go && errorCount + failed.length === 0) io.out('Nothing was changed. Repeat it with --go.');
  }
  if (report.errorCount + report.failed.length > 0) throw new CommandError(`${file} cannot be imported into ${name}.`);
}

/** `lockstep tables check [table]`: runs the tests of the newest versions; fails when one fails. */
export async function checkTables(
  name: string | undefined,
  { url, json }: RemoteOptions,
  io: CommandIo,
): Promise<void> {
  const call = apiAt(url);
  const names =
    name === undefined ? orFail(await call(api.listTables, {}), url).tables.map((table) => table.name) : [name];
  let failed = 0;
  let tests = 0;
  for (const each of names) {
    const table = orFail(await call(api.getTable, { params: { name: each }, query: {} }), url);
    const results = testTable(table, Date.now());
    const broken = results.filter(({ passed }) => !passed);
    tests += results.length;
    failed += broken.length;
    if (json) io.out(JSON.stringify({ table: each, version: table.version, tests: results.length, failed: broken }));
    else {
      io.out(`${broken.length === 0 ? 'ok  ' : 'FAIL'}  ${each}@${table.version} (${results.length} tests)`);
      for (const { test, got, message } of broken) {
        io.out(
          `      "${test.key}": ${message ?? `gives ${got ?? 'nothing'}`}, expected ${test.expected ?? 'nothing'}`,
        );
      }
    }
  }
  if (failed > 0) throw new CommandError(`${failed} of ${tests} tests failed.`);
}
