import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import {
  type CaseRow,
  countCases,
  countExceptionsOf,
  listCases,
  listKeysWithoutCase,
  readCaseEntries,
  readCaseRow,
  readCasesOfKey,
} from '../../store/cases/case-views.ts';
import { listRunsOfKey } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { caseTimeline } from '../views/case-timeline.ts';
import { runView } from '../views/run-view.ts';

const MAX_KEYS = 20;
const MAX_ENTRIES = 500;

/** What became of an order, a return, a shipment: across all flows. */
export function caseRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, catalogue } = doors;

  serve(app, api.listCases, async ({ query }) => {
    const { limit, before, search, ...filter } = query;
    const [rows, keys, counts] = await Promise.all([
      listCases(db, {
        ...filter,
        search,
        limit: limit + 1,
        before: before === undefined ? undefined : new Date(before),
      }),
      search && before === undefined ? listKeysWithoutCase(db, search, MAX_KEYS) : [],
      countCases(db),
    ]);
    const page = rows.slice(0, limit);
    const open = await countExceptionsOf(
      db,
      page.map(({ key }) => key),
    );
    const last = page.at(-1);
    return {
      cases: page.map((row) => summary(row, open.get(row.key) ?? 0)),
      keys: [...keys],
      counts: [...counts],
      ...(rows.length > limit && last && { next: last.changedAt.toISOString() }),
    };
  });

  serve(app, api.getCase, async ({ params: { kind, key }, query, problem }) => {
    const [row, entries, found, exceptions, ofKey] = await Promise.all([
      readCaseRow(db, kind, key),
      readCaseEntries(db, kind, key, MAX_ENTRIES),
      listRunsOfKey(db, key, query.runs),
      countExceptionsOf(db, [key]),
      readCasesOfKey(db, key),
    ]);
    const [newest] = found.rows;
    if (!row && !newest) throw problem('not-found', `Nothing is known of the ${kind} "${key.slice(0, 60)}".`);
    const runs = await Promise.all(found.rows.map((run) => runView(run, doors)));
    const oldest = found.rows.at(-1) ?? newest;
    const open = exceptions.get(key) ?? 0;
    const head = row
      ? summary(row, open)
      : {
          ...{ kind: api.ANY_KIND, key, state: '', missed: 0, exceptions: open },
          openedAt: (oldest?.acceptedAt ?? new Date(0)).toISOString(),
          changedAt: (newest?.endedAt ?? newest?.acceptedAt ?? new Date(0)).toISOString(),
        };
    return {
      ...head,
      ...(row && { case: row.document }),
      timeline: [...caseTimeline(entries, runs, catalogue)],
      moreRuns: found.more,
      related: ofKey.filter((each) => each.kind !== kind).map((each) => ({ kind: each.kind, key, state: each.state })),
    };
  });
}

function summary(row: CaseRow, exceptions: number): api.CaseSummary {
  const { kind, key, title, state, openedAt, changedAt, closedAt, document, missed } = row;
  const [next] = document.expected;
  return {
    kind,
    key,
    ...(title !== null && { title }),
    state,
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    ...(closedAt && { closedAt: closedAt.toISOString() }),
    ...(next && {
      next: {
        name: next.name,
        ...(next.part !== undefined && { part: next.part }),
        by: next.by,
        missed: next.missedAt !== undefined,
      },
    }),
    missed,
    exceptions,
  };
}
