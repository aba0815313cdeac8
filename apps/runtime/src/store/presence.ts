import { PRESENCE_LAPSE_MS, TAKE_OVER_AFTER_MS } from '@lockstep/schema/api';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';
import { flowPresence } from './tables/index.ts';

export type StoredPresent = typeof flowPresence.$inferSelect;

export interface Word {
  readonly flowId: string;
  readonly session: string;
  readonly name: string;
  readonly leave?: boolean | undefined;
  readonly take?: boolean | undefined;
}

export type Presence =
  | { readonly type: 'told'; readonly people: readonly StoredPresent[]; readonly now: Date; readonly changed: boolean }
  /** Who writes was active too lately to be taken over. */
  | { readonly type: 'held'; readonly by: StoredPresent; readonly freeAt: Date };

/**
 * Takes the word of one page: it is here, it leaves, or it wants to write. The first page of a flow writes; when it leaves or falls
 * silent, the next page that asks to write does. Words about one flow are taken one after another.
 */
export function takeWord(db: Db, { flowId, session, name, leave = false, take = false }: Word): Promise<Presence> {
  return db.transaction(async (tx): Promise<Presence> => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`presence ${flowId}`}, 0))`);
    const here = eq(flowPresence.flowId, flowId);
    const own = and(here, eq(flowPresence.session, session));
    const before = await tx.select().from(flowPresence).where(here);
    await tx
      .delete(flowPresence)
      .where(
        and(here, sql`${flowPresence.seenAt} < clock_timestamp() - make_interval(secs => ${PRESENCE_LAPSE_MS / 1000})`),
      );
    if (leave) await tx.delete(flowPresence).where(own);
    else {
      await tx
        .insert(flowPresence)
        .values({ flowId, session, name })
        .onConflictDoUpdate({
          target: [flowPresence.flowId, flowPresence.session],
          set: { name, seenAt: sql`clock_timestamp()` },
        });
    }
    const people = await tx
      .select()
      .from(flowPresence)
      .where(here)
      .orderBy(asc(flowPresence.openedAt), asc(flowPresence.session));
    const now = await clock(tx);
    const writer = people.find(({ writes }) => writes);
    // Alone, or asked for: who only looks on does not begin to write because somebody left.
    const isFirst = !before.some((one) => one.session === session);
    const wants =
      !leave && writer?.session !== session && (take || (writer === undefined && (isFirst || people.length === 1)));
    if (wants && writer !== undefined) {
      const freeAt = new Date(writer.activeAt.getTime() + TAKE_OVER_AFTER_MS);
      if (freeAt > now) return { type: 'held', by: writer, freeAt };
      await tx
        .update(flowPresence)
        .set({ writes: false })
        .where(and(here, eq(flowPresence.session, writer.session)));
    }
    if (wants) await tx.update(flowPresence).set({ writes: true, activeAt: sql`clock_timestamp()` }).where(own);
    const after = people.map((one) => ({
      ...one,
      writes: wants ? one.session === session : one.writes,
      ...(wants && one.session === session && { activeAt: now }),
    }));
    return { type: 'told', people: after, now, changed: shapeOf(before) !== shapeOf(after) };
  });
}

/** The page that writes the draft now. */
export async function writerOf(db: Pick<Db, 'select'>, flowId: string): Promise<StoredPresent | undefined> {
  const [writer] = await db
    .select()
    .from(flowPresence)
    .where(
      and(
        eq(flowPresence.flowId, flowId),
        eq(flowPresence.writes, true),
        sql`${flowPresence.seenAt} >= clock_timestamp() - make_interval(secs => ${PRESENCE_LAPSE_MS / 1000})`,
      ),
    );
  return writer;
}

/** Who else writes the draft now; `undefined` when the page may save. Notes that the page was active. */
export async function heldByOther(
  db: Pick<Db, 'select' | 'update'>,
  { flowId, session }: { readonly flowId: string; readonly session: string },
): Promise<StoredPresent | undefined> {
  const writer = await writerOf(db, flowId);
  if (writer && writer.session !== session) return writer;
  await db
    .update(flowPresence)
    .set({ activeAt: sql`clock_timestamp()` })
    .where(and(eq(flowPresence.flowId, flowId), eq(flowPresence.session, session)));
  return undefined;
}

async function clock(tx: Pick<Db, 'execute'>): Promise<Date> {
  const [row] = (await tx.execute(sql`select clock_timestamp() as now`)) as unknown as readonly {
    now: Date | string;
  }[];
  return new Date(row?.now ?? Date.now());
}

/** Who is here and who writes: what others are told of. */
function shapeOf(people: readonly StoredPresent[]): string {
  return JSON.stringify(people.map(({ session, name, writes }) => [session, name, writes]).sort());
}
