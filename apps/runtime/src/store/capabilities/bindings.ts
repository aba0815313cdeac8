import { Binding } from '@lockstep/schema/capabilities';
import { and, desc, eq, sql } from 'drizzle-orm';
import { passing } from '../journal/errors.ts';
import type { Db, Sql } from '../open-store.ts';
import { capabilityBindings } from '../tables/index.ts';

/** A version of a binding. */
export type StoredBinding = typeof capabilityBindings.$inferSelect;

export interface BindingChange {
  readonly capability: string;
  readonly binding: Binding;
  /** Version the author began from; 0 for the first. */
  readonly basedOn: number;
  readonly note: string;
  readonly by: string;
  /** Also for runs under way that have not called it yet. */
  readonly forOpenRuns: boolean;
}

/** Puts a binding in force, unless somebody did so since the author began. `stale`: the newest version there is. */
export async function changeBinding(
  db: Pick<Db, 'transaction'>,
  { capability, binding, basedOn, note, by, forOpenRuns }: BindingChange,
): Promise<StoredBinding | { readonly stale: number }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`capability ${capability}`}, 0))`);
    const newest = (await newestBinding(tx, capability))?.version ?? 0;
    if (newest !== basedOn) return { stale: newest };
    const values = { capability, version: newest + 1, binding, note, changedBy: by, forOpenRuns };
    const [stored] = await tx.insert(capabilityBindings).values(values).returning();
    if (!stored) throw new Error('The binding was not written.');
    return stored;
  });
}

/** Binds a capability that nothing serves to the first flow that offers it. */
export async function bindFirst(
  tx: Pick<Db, 'insert'>,
  { capability, flowId, by }: { readonly capability: string; readonly flowId: string; readonly by: string },
): Promise<void> {
  const binding = Binding.parse({ flow: flowId });
  const note = 'The first flow that offers it.';
  await tx
    .insert(capabilityBindings)
    .values({ capability, version: 1, binding, note, changedBy: by, forOpenRuns: true })
    .onConflictDoNothing();
}

export async function newestBinding(db: Pick<Db, 'select'>, capability: string): Promise<StoredBinding | undefined> {
  const [row] = await db
    .select()
    .from(capabilityBindings)
    .where(eq(capabilityBindings.capability, capability))
    .orderBy(desc(capabilityBindings.version))
    .limit(1);
  return row;
}

/** The newest binding of each capability that has one. */
export async function newestBindings(db: Db): Promise<readonly StoredBinding[]> {
  return db
    .selectDistinctOn([capabilityBindings.capability])
    .from(capabilityBindings)
    .orderBy(capabilityBindings.capability, desc(capabilityBindings.version));
}

/** Newest first. */
export async function listBindings(db: Db, capability: string, limit = 200): Promise<readonly StoredBinding[]> {
  return db
    .select()
    .from(capabilityBindings)
    .where(and(eq(capabilityBindings.capability, capability)))
    .orderBy(desc(capabilityBindings.version))
    .limit(limit);
}

/** The binding that holds for a run. */
export interface HeldBinding {
  readonly version: number;
  readonly binding: Binding;
}

export interface BoundRun {
  /** The first run of a chain of replays. */
  readonly runId: string;
  /** When that one was accepted, epoch milliseconds. */
  readonly acceptedAtMs: number;
  readonly capability: string;
}

/**
 * The binding a run goes by: chosen at its first call and kept, so that further calls, attempts, processes and replays get the same. It is
 * the newest of those in force when the run was accepted, and those that were to hold for runs under way too; where there was none yet, the
 * first there is. `undefined`: nothing ever served the capability.
 *
 * @throws StoreUnavailableError
 */
export async function bindingForRun(sql: Sql, run: BoundRun): Promise<HeldBinding | undefined> {
  const { runId, acceptedAtMs, capability } = run;
  // Updates nothing where there is a choice: a rival that is just committing is waited for, and its choice taken.
  const [row] = await passing(sql<{ version: number; binding: string }[]>`
    with candidate as (
      select version, for_open_runs or in_force_at <= to_timestamp(${acceptedAtMs}::float8 / 1000) as holds
      from capability_bindings where capability = ${capability}
    ),
    kept as (
      insert into run_bindings as known (run_id, capability, version)
      select ${runId}, ${capability}, version from candidate
      order by holds desc, case when holds then version else -version end desc limit 1
      on conflict (run_id, capability) do update set version = known.version
      returning version
    )
    select kept.version, binding::text from kept
    join capability_bindings bound on bound.capability = ${capability} and bound.version = kept.version`);
  return row && { version: row.version, binding: JSON.parse(row.binding) as Binding };
}

/** One version. @throws StoreUnavailableError */
export async function readBinding(sql: Sql, capability: string, version: number): Promise<Binding | undefined> {
  const [row] = await passing(sql<{ binding: string }[]>`
    select binding::text from capability_bindings where capability = ${capability} and version = ${version}`);
  return row && (JSON.parse(row.binding) as Binding);
}
