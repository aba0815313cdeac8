import * as api from '@lockstep/schema/api';
import { answerRow, cellOf, likelyValues, placeOf } from '@lockstep/schema/tables';
import type { Hono } from 'hono';
import { isUuid, readRun } from '../../store/runs-view.ts';
import { readRunLookups } from '../../store/xref/run-lookups.ts';
import * as xref from '../../store/xref/tables.ts';
import { countUnmapped, dismissUnmapped, listUnmapped, readUnmapped } from '../../store/xref/unmapped.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { failedWords, tell } from './tables.ts';

/** Values offered for a code. */
const MOST_VALUES = 200;

/** Codes that flows looked up and no table has. */
export function unmappedRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, now } = doors;
  const read = (id: string) => (isUuid(id) ? readUnmapped(db, id) : undefined);

  serve(app, api.listUnmapped, async ({ query }) => {
    const [unmapped, open] = await Promise.all([listUnmapped(db, query), countUnmapped(db)]);
    return { unmapped, open };
  });

  serve(app, api.getUnmapped, async ({ params: { id }, problem }) => {
    const found = await read(id);
    if (!found) throw problem('not-found', absent(id));
    const { table: name, key, from, to } = found;
    const head = await xref.readHead(db, name);
    const table = head && (await xref.readTable(db, name, head.version));
    const likely = table ? likelyValues(key, table.rows, { from, to }) : [];
    const values = new Set((table?.rows ?? []).map(({ cells }) => cellOf(cells, to)));
    values.delete('');
    return {
      ...found,
      columns: [...(table?.columns ?? [])],
      likely: [...likely],
      values: [...values].sort().slice(0, MOST_VALUES),
    };
  });

  serve(app, api.mapValue, async ({ params: { id }, body: { value, cells, note, by }, problem }) => {
    const found = await read(id);
    if (!found) throw problem('not-found', absent(id));
    if (found.status !== 'open') throw problem('unmapped-settled', `The code is ${found.status}.`);
    const { table: name, key, from, to, waiting } = found;
    const nowMs = now();
    let place = { key };
    const result = await xref.publishTable(db, {
      name,
      note: note === '' ? `${key} = ${value}` : note,
      by,
      nowMs,
      change(current) {
        const answer = answerRow(current, { key, from, to, value, cells }, nowMs);
        if ('issue' in answer) return { issues: [answer.issue] };
        place = placeOf(answer.row, current.columns[0]?.name ?? '');
        return { changes: { put: [answer.row], remove: [] } };
      },
    });
    switch (result.type) {
      case 'published':
      case 'unchanged':
        await tell(doors, name);
        return { version: result.version, runs: waiting, row: place };
      case 'absent':
        throw problem('not-found', `There is no table "${name}".`);
      case 'invalid':
        throw problem('table-invalid', result.issues[0]?.message, { issues: result.issues });
      case 'tests-failed':
        throw problem('table-tests-failed', failedWords(result.failed), { failed: result.failed });
      case 'stale':
        throw new Error('Nobody said which version the answer is based on.');
      default:
        return result satisfies never;
    }
  });

  serve(app, api.dismissUnmapped, async ({ params: { id }, body: { by }, problem }) => {
    const found = await read(id);
    if (!found) throw problem('not-found', absent(id));
    if (!(await dismissUnmapped(db, id, by))) throw problem('unmapped-settled', `The code is ${found.status}.`);
    await tell(doors, found.table);
    return { id };
  });

  serve(app, api.getRunTables, async ({ params: { runId }, problem }) => {
    const run = isUuid(runId) ? await readRun(db, runId) : undefined;
    if (!run) throw problem('not-found', `There is no run "${runId.slice(0, 60)}".`);
    const [{ flow }, { tables: kept, unmapped }] = await Promise.all([
      doors.flows.load(run.snapshotId),
      readRunLookups(db, { runId, keyRunId: run.keyRunId }),
    ]);
    const pins = flow.settings.tables ?? {};
    const names = new Set([...Object.keys(pins), ...kept.map(({ table }) => table)]);
    return {
      tables: [...names].sort().map((table) => {
        const own = kept.find((each) => each.table === table);
        const pin = Object.hasOwn(pins, table) ? pins[table] || undefined : undefined;
        const version = pin ?? own?.version;
        return {
          table,
          pinned: pin !== undefined,
          ...(version !== undefined && { version }),
          ...(own?.answered !== undefined && own.answered !== version && { answered: own.answered }),
        };
      }),
      unmapped: [...unmapped],
    };
  });
}

const absent = (id: string) => `There is no unmapped code "${id.slice(0, 60)}".`;
