import type { RunEvent } from '@lockstep/schema/run';
import { and, asc, count, eq, gt, ne, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { runItemEvents, runItems } from './tables/index.ts';

export type RunItemRow = typeof runItems.$inferSelect;

/** A scope of a run, and the item it belongs to itself; empty at the top. */
export interface ScopePlace {
  readonly runId: string;
  readonly node: string;
  readonly parent: string;
}

const ofScope = ({ runId, node, parent }: ScopePlace) =>
  and(eq(runItems.runId, runId), eq(runItems.node, node), eq(runItems.parent, parent));

/** One page of the items that ended, in their order. */
export async function listItems(
  db: Db,
  place: ScopePlace,
  page: { readonly after: number | undefined; readonly limit: number; readonly onlyFailed: boolean },
): Promise<readonly RunItemRow[]> {
  const { after, limit, onlyFailed } = page;
  return db
    .select()
    .from(runItems)
    .where(
      and(
        ofScope(place),
        after === undefined ? undefined : gt(runItems.idx, after),
        // The first condition is that of the partial index.
        onlyFailed ? and(ne(runItems.status, 'done'), eq(runItems.status, 'failed')) : undefined,
      ),
    )
    .orderBy(asc(runItems.idx))
    .limit(limit);
}

export async function readItemRow(db: Db, place: ScopePlace, index: number): Promise<RunItemRow | undefined> {
  const [row] = await db
    .select()
    .from(runItems)
    .where(and(ofScope(place), eq(runItems.idx, index)));
  return row;
}

/** How many items ended, and how many of these failed. */
export async function countItems(
  db: Db,
  place: ScopePlace,
): Promise<{ readonly ended: number; readonly failed: number }> {
  const [row] = await db
    .select({
      ended: count(),
      failed: sql<number>`count(*) filter (where ${runItems.status} = 'failed')`.mapWith(Number),
    })
    .from(runItems)
    .where(ofScope(place));
  return row ?? { ended: 0, failed: 0 };
}

/** What happened to one item, oldest first, but for the items within it. */
export async function readItemEvents(db: Db, runId: string, item: string): Promise<readonly RunEvent[]> {
  const rows = await db
    .select({ event: runItemEvents.event })
    .from(runItemEvents)
    .where(and(eq(runItemEvents.runId, runId), eq(runItemEvents.item, item)))
    .orderBy(asc(runItemEvents.seq));
  return rows.map(({ event }) => event);
}

/** What fed a scope, oldest first. A scope may have been asked about each of its items: those events are left where they are. */
export async function readFeeds(
  db: Db,
  { runId, node, parent }: ScopePlace,
): Promise<readonly Extract<RunEvent, { type: 'scope.fed' }>[]> {
  const rows = await db
    .select({ event: runItemEvents.event })
    .from(runItemEvents)
    .where(
      and(
        eq(runItemEvents.runId, runId),
        eq(runItemEvents.item, parent),
        sql`${runItemEvents.event}->>'type' = 'scope.fed' and ${runItemEvents.event}->>'node' = ${node}`,
      ),
    )
    .orderBy(asc(runItemEvents.seq));
  return rows.flatMap(({ event }) => (event.type === 'scope.fed' ? [event] : []));
}

/**
 * What steps of items that call told of it, oldest first: that they wait for a called run, or what they gave.
 *
 * @param nodes steps that call; none: nothing is looked for
 */
export async function readItemCalls(
  db: Db,
  runId: string,
  nodes: readonly string[],
  limit: number,
): Promise<readonly RunEvent[]> {
  if (nodes.length === 0) return [];
  const rows = await db
    .select({ event: runItemEvents.event })
    .from(runItemEvents)
    .where(
      and(
        eq(runItemEvents.runId, runId),
        sql`${runItemEvents.event} ->> 'type' in ('step.parked', 'step.succeeded')`,
        sql`${runItemEvents.event} ->> 'node' in ${[...nodes]}`,
      ),
    )
    .orderBy(asc(runItemEvents.seq))
    .limit(limit);
  return rows.map(({ event }) => event);
}
