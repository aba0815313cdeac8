import { accept } from '../journal/accept.ts';
import { newestOwner } from '../journal/owner.ts';
import { storable } from '../journal/text.ts';
import { type LaneRow, laneId, run, type Tx } from './lane-row.ts';
import { takeTurns } from './take-turns.ts';
import type { LaneAccepted, LaneItem, TakeTurn } from './types.ts';

type Placed = LaneItem & { readonly place: number; readonly duplicateOf: string | undefined };

/**
 * Accepts a batch of messages and puts them into their lanes, in the transaction `tx`. The order of acceptance in a lane is the
 * order in which its row was locked. No dedupe key may appear twice.
 */
export async function enterLanes(tx: Tx, items: readonly LaneItem[], turn: TakeTurn): Promise<readonly LaneAccepted[]> {
  const accepted = await accept(tx, items);
  const fresh = items.filter((_, index) => !accepted[index]?.duplicate);
  if (fresh.length === 0) return accepted.map((one) => ({ ...one, lane: 'waiting' }));

  const lanes = await run<LaneRow>(tx, 'enter', entriesOf(fresh));
  const placed = await place(tx, fresh, lanes);
  await run(tx, 'join', placed.map(joinRow));
  const repeated = placed.filter(({ duplicateOf }) => duplicateOf !== undefined);
  if (repeated.length > 0)
    await run(
      tx,
      'setAside',
      repeated.map((item) => duplicateRow(item, lanes[0]?.now_ms ?? 0)),
    );

  const owner = newestOwner(fresh);
  const mayOwn = new Set(
    fresh.flatMap((item) => (item.queued || item.owner.epoch !== owner.epoch ? [] : [item.runId])),
  );
  const news = await takeTurns(
    tx,
    lanes.filter(needsLook(placed)),
    { owner, room: 0, owns: (id) => mayOwn.has(id) },
    turn,
  );

  const own = new Set(fresh.map(({ runId }) => runId));
  const taken = new Set(news.taken.map(({ runId }) => runId));
  const done = new Set([...news.setAside, ...repeated].map(({ runId }) => runId));
  const holders = new Set(lanes.map(({ holder }) => holder));
  const others = { ...news, taken: [], setAside: news.setAside.filter(({ runId }) => !own.has(runId)) };
  return accepted.map((one, index): LaneAccepted => {
    const { runId } = one;
    const lane = done.has(runId) ? 'done' : holders.has(runId) ? 'turn' : 'waiting';
    return { ...one, owned: taken.has(runId), lane, ...(index === 0 && { news: others }) };
  });
}

function entriesOf(items: readonly LaneItem[]): readonly object[] {
  const byLane = Map.groupBy(items, ({ flowId, lane }) => laneId({ flow_id: flowId, key: lane.key }));
  return [...byLane.values()].flatMap((several) => {
    const newest = several.at(-1);
    if (!newest) return [];
    return [{ flow: newest.flowId, key: newest.lane.key, settings: newest.lane.settings, count: several.length }];
  });
}

/** Each message with its place, and the run it repeats. */
async function place(tx: Tx, items: readonly LaneItem[], lanes: readonly LaneRow[]): Promise<readonly Placed[]> {
  const known = await knownDigests(tx, items);
  const counts = Map.groupBy(items, ({ flowId, lane }) => laneId({ flow_id: flowId, key: lane.key }));
  const next = new Map(
    lanes.map((lane) => [laneId(lane), Number(lane.places) - (counts.get(laneId(lane))?.length ?? 0)]),
  );
  return items.map((item) => {
    const { flowId, lane, runId } = item;
    const id = laneId({ flow_id: flowId, key: lane.key });
    const at = (next.get(id) ?? 0) + 1;
    next.set(id, at);
    const digest = lane.digest === undefined ? undefined : `${id}\n${lane.digest}`;
    const duplicateOf = digest === undefined ? undefined : known.get(digest);
    if (digest !== undefined && duplicateOf === undefined) known.set(digest, runId);
    return { ...item, place: at, duplicateOf };
  });
}

async function knownDigests(tx: Tx, items: readonly LaneItem[]): Promise<Map<string, string>> {
  const digests = items.flatMap(({ flowId, lane: { key, digest, settings } }) => {
    if (digest === undefined || !settings.dedupe) return [];
    return [{ flow: flowId, key, digest, window_ms: settings.dedupe.windowMs }];
  });
  if (digests.length === 0) return new Map();
  const rows = await run<{ flow_id: string; key: string; digest: string; run_id: string }>(tx, 'digests', digests);
  return new Map(rows.map((row) => [`${laneId(row)}\n${row.digest}`, row.run_id]));
}

/** A repetition is never what others are compared with: else a steady stream of them would keep the window open. */
function joinRow({ runId, flowId, lane, place, duplicateOf }: Placed): object {
  const { key, rank, digest, evenStale = false, replaces } = lane;
  return {
    run: runId,
    flow: flowId,
    key,
    place,
    rank: rank?.toString(),
    digest: duplicateOf === undefined && digest !== undefined ? storable(digest) : undefined,
    even_stale: evenStale,
    replaces,
  };
}

function duplicateRow({ runId, duplicateOf }: Placed, at: number): object {
  return { run: runId, reason: 'duplicate', event: { type: 'run.filtered', at, reason: 'duplicate', by: duplicateOf } };
}

/** A busy lane has nothing to decide, unless newcomers may have nothing to do, or make others superfluous. */
function needsLook(placed: readonly Placed[]) {
  const entered = new Set(
    placed.flatMap(({ flowId, lane, duplicateOf }) =>
      duplicateOf === undefined ? [laneId({ flow_id: flowId, key: lane.key })] : [],
    ),
  );
  return (lane: LaneRow) => {
    if (!entered.has(laneId(lane))) return false;
    return lane.holder === null || (lane.settings.coalesce ?? false);
  };
}
