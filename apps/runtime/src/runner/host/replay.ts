import { isEnded, type Json } from '@lockstep/schema/run';
import { and, eq } from 'drizzle-orm';
import { validate } from 'uuid';
import { fold } from '../../engine/index.ts';
import { type Store, tables } from '../../store/index.ts';
import type { LoadedFlow } from '../steps/index.ts';
import type { Resolve } from './messages.ts';
import { replaySeed } from './replay-seed.ts';
import type { Replay, ReplayRefused, StartRun } from './types.ts';

/**
 * What to start for a replay. It carries the idempotency keys of the run it repeats, so an effect that the other system
 * remembers does not happen twice; and its own copies of large values, so the old run may be removed.
 */
export async function planReplay(
  { runId, from, version, by }: Replay,
  { store, loadSnapshot }: { readonly store: Store; readonly loadSnapshot: (id: string) => Promise<LoadedFlow> },
): Promise<StartRun | ReplayRefused> {
  const [old] = validate(runId) ? await store.db.select().from(tables.runs).where(eq(tables.runs.id, runId)) : [];
  if (!old) return 'not-found';
  if (!isEnded(old.status)) return 'not-ended';
  const target = await snapshotOf(store, old, version);
  if (!target) return 'version-unknown';
  const [before, on] = await Promise.all([loadSnapshot(old.snapshotId), loadSnapshot(target.snapshotId)]);
  const events = await store.journal.readEvents(runId);
  const first = events[0];
  if (first?.type !== 'run.started') return 'not-found';
  const resolve: Resolve = async (payload) =>
    'value' in payload ? payload.value : (JSON.parse(await store.journal.loadPayload(payload.ref)) as Json);

  const { triggerNode } = old;
  const start = from ?? triggerNode;
  if (!on.plan.byId.has(start) || !on.plan.byId.has(triggerNode)) return 'step-unknown';
  const { state } = fold(before.plan, events);
  const isWhole = on.plan.byId.get(start)?.trigger ?? false;
  const seed = isWhole
    ? []
    : await replaySeed({ plan: before.plan, state }, { plan: on.plan, from: start, trigger: triggerNode }, resolve);
  return {
    flowId: old.flowId,
    version: target.version,
    snapshotId: target.snapshotId,
    node: triggerNode,
    message: await resolve(first.output),
    trigger: { ...old.trigger, kind: 'replay', receivedAt: Date.now(), by },
    businessKey: old.businessKey ?? undefined,
    test: old.test,
    keyRunId: old.keyRunId,
    seed,
  };
}

async function snapshotOf(
  store: Store,
  old: typeof tables.runs.$inferSelect,
  version: number | undefined,
): Promise<{ readonly snapshotId: string; readonly version: number | undefined } | undefined> {
  if (version === undefined || version === old.version) {
    return { snapshotId: old.snapshotId, version: old.version ?? undefined };
  }
  const { flowVersions } = tables;
  const [row] = await store.db
    .select({ snapshotId: flowVersions.snapshotId })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, old.flowId), eq(flowVersions.version, version)));
  return row && { snapshotId: row.snapshotId, version };
}
