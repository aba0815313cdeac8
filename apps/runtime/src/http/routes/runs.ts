import * as api from '@lockstep/schema/api';
import { searchName } from '@lockstep/schema/graph';
import { isEnded, type Json } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import { searchValue } from '../../runner/life/search-fields.ts';
import { type FieldSearch, isFieldName, listFieldNames } from '../../store/life/search.ts';
import { listItems } from '../../store/run-items-view.ts';
import { isUuid, listRuns, type RunRow, readRun } from '../../store/runs-view.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { itemSteps, itemView } from '../views/item-view.ts';
import { runChanges } from '../views/run-changes.ts';
import { runSummary } from '../views/run-summary.ts';
import { runView, tellRun } from '../views/run-view.ts';
import { stepData, stepTexts } from '../views/step-data.ts';
import { partAt } from '../views/step-part.ts';

const WHOLE_KEPT_MS = 30_000;

export function runRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, host } = doors;
  /** Large values while a person looks around in them: read and parsed once, not once for each part. */
  const wholes = createCache<{ readonly value: Json } | undefined>({ max: 2, ttlMs: WHOLE_KEPT_MS });

  serve(app, api.listRuns, async ({ query, problem }) => {
    const { limit, before, flow, status, search, test, sort, sourceFrom, sourceUntil } = query;
    if (before !== undefined && !isUuid(before)) throw problem('request-invalid', 'before is the id of a run.');
    const rows = await listRuns(db, {
      limit: limit + 1,
      before,
      flow,
      status,
      search: search?.trim(),
      field: await fieldSearch(doors, search?.trim()),
      test: test === undefined ? undefined : test === 'true',
      bySource: sort === 'source',
      sourceFrom,
      sourceUntil,
    });
    const page = rows.slice(0, limit);
    const runs = await Promise.all(page.map((row) => runSummary(row, doors)));
    const last = page.at(-1);
    return { runs, ...(rows.length > limit && last && { next: last.id }) };
  });

  serve(app, api.listSearchFields, async () => ({ fields: [...(await listFieldNames(db))] }));

  serve(app, api.getRun, async ({ params: { runId }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    return runView(row, doors);
  });

  serve(app, api.getRunChanges, async ({ params: { runId }, query: { since }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    return runChanges(row, since, doors);
  });

  serve(app, api.getStepData, async ({ params: { runId, node }, query: { item = '' }, problem }) => {
    const row = await readRun(db, runId);
    const data = row && (await stepData(row, { node, item }, doors));
    const what = item === '' ? `step "${node}"` : `step "${node}" of item ${item}`;
    if (!data) throw problem('not-found', row ? `The run has no ${what}.` : noRun(runId));
    return data;
  });

  serve(app, api.getStepPart, async ({ params: { runId, node }, query, problem }) => {
    const { side, at, offset, limit, item = '' } = query;
    const key = JSON.stringify([runId, node, item, side]);
    const whole = await wholes.get(key, async () => {
      const row = await readRun(db, runId);
      const texts = row && (await stepTexts(row, { node, item }, doors));
      return texts?.[side] === undefined ? undefined : { value: JSON.parse(texts[side]) as Json };
    });
    if (!whole) wholes.forget(key);
    const part = whole && partAt(whole.value, { pointer: at, offset, limit });
    if (!part) throw problem('not-found', `The run has nothing at "${at}" in the ${side} of "${node}".`);
    return part;
  });

  serve(app, api.listRunItems, async ({ params: { runId, node }, query, problem }) => {
    const { parent = '', status, after, limit } = query;
    if (!(await readRun(db, runId))) throw problem('not-found', noRun(runId));
    const page = { after, limit: limit + 1, onlyFailed: status === 'failed' };
    const rows = await listItems(db, { runId, node, parent }, page);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(itemView), ...(rows.length > limit && last && { next: last.idx }) };
  });

  serve(app, api.getRunItem, async ({ params: { runId, node, item }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    const steps = await itemSteps(await tellRun(row, doors), { scope: node, item }, row, db);
    if (!steps) throw problem('not-found', `The run has no item ${item} of "${node}".`);
    return { path: item, steps };
  });

  serve(app, api.cancelRun, async ({ params: { runId }, body: { by }, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (isEnded(row.status)) throw problem('run-ended', ended(row));
    if (!(await host.cancel(runId, by))) throw problem('run-ended');
    return { runId, status: (await readRun(db, runId))?.status ?? row.status };
  });
}

/** `email:ann@example.org`, where `email` is a search field of some flow: keys may hold a colon too. */
async function fieldSearch({ db, hashValue }: Doors, search: string | undefined): Promise<FieldSearch | undefined> {
  const [, name = '', text = ''] = /^([^:]{1,41}):(.*)$/su.exec(search ?? '') ?? [];
  const field = searchName(name);
  const isBeginning = text.endsWith('*');
  const value = searchValue(isBeginning ? text.slice(0, -1) : text);
  if (field === '' || value === undefined || !(await isFieldName(db, field))) return undefined;
  return { field, values: [value, hashValue(field, value)], ...(isBeginning && { beginning: value }) };
}

export const noRun = (runId: string) => `There is no run "${runId.slice(0, 60)}".`;

function ended({ status, endedAt }: RunRow): string {
  return `The run ended ${status}${endedAt ? ` at ${endedAt.toISOString()}` : ''}.`;
}
