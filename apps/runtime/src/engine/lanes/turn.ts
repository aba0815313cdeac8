import type { LaneMemory, LaneRun, LaneTurn, SetAside } from '@lockstep/schema/run';

/** L4: the order of turns: the lowest rank first, then the earlier accepted. */
export function byTurn(a: LaneRun, b: LaneRun): number {
  if (a.rank !== b.rank) {
    if (a.rank === undefined) return -1;
    if (b.rank === undefined) return 1;
    return a.rank < b.rank ? -1 : 1;
  }
  if (a.place !== b.place) return a.place - b.place;
  return a.runId < b.runId ? -1 : 1;
}

/**
 * Whose turn it is, which runs have nothing to do any more, or until when the lane holds. No clock, no I/O; the same on every
 * host. Rules L4 to L7: RUN.md.
 *
 * @param waiting runs that wait; those that come first by `byTurn` are enough, unless only the newest runs (`coalesce`)
 */
export function laneTurn(memory: LaneMemory, waiting: readonly LaneRun[], nowMs: number): LaneTurn {
  const { settings, isFree, done } = memory;
  const stale = waiting.filter((run) => isStale(run, memory));
  const setAside: SetAside[] = stale.map(({ runId }) => ({ runId, reason: 'stale', ...(done && { by: done.runId }) }));
  let inLine = waiting.filter((run) => !stale.includes(run)).sort(byTurn);
  const newest = inLine.at(-1);
  if (settings.coalesce && newest) {
    for (const { runId } of inLine.slice(0, -1)) setAside.push({ runId, reason: 'superseded', by: newest.runId });
    inLine = [newest];
  }
  const [next] = inLine;
  if (!isFree || !next) return { setAside };
  const holdUntilMs = settings.coalesce ? undefined : heldUntil(memory, next, inLine);
  if (holdUntilMs !== undefined && holdUntilMs > nowMs) return { setAside, holdUntilMs };
  return { setAside, begin: next };
}

/** L5: not newer than what was done. Two moments may be equal and still be two changes; two versions may not. */
function isStale({ rank, evenStale }: LaneRun, { settings: { order }, done }: LaneMemory): boolean {
  if (!order || order.stale === 'run' || evenStale || rank === undefined || !done) return false;
  return order.by === 'version' ? rank <= done.rank : rank < done.rank;
}

/** L6: how long the next one waits for a version that is missing before it. */
function heldUntil(
  { settings: { order }, reached }: LaneMemory,
  { rank }: LaneRun,
  inLine: readonly LaneRun[],
): number | undefined {
  if (order?.by !== 'version' || order.holdMs === undefined || rank === undefined) return undefined;
  const before = reached ?? (order.first === undefined ? undefined : BigInt(order.first) - 1n);
  if (before === undefined || rank <= before + 1n) return undefined;
  return Math.min(...inLine.map(({ sinceMs }) => sinceMs)) + order.holdMs;
}
