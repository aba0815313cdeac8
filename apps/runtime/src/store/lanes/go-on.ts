import { greater, type LaneRow, laneId, run, type Tx } from './lane-row.ts';
import { takeTurns } from './take-turns.ts';
import type { LaneName, LaneNews, Taker, TakeTurn } from './types.ts';

interface EndedRow {
  readonly id: string;
  readonly flow_id: string;
  readonly key: string;
  readonly status: 'done' | 'exception' | 'cancelled';
  readonly lane_state: 'waiting' | 'turn' | 'passing';
  readonly rank: string | null;
  /** Its exception waits for somebody. */
  readonly unsettled: boolean;
}

/** Hears of runs that ended in some lanes, and gives the lanes their next turn, in the transaction `tx`. Rule L8: RUN.md. */
export async function goOn(tx: Tx, names: readonly LaneName[], taker: Taker, turn: TakeTurn): Promise<LaneNews> {
  const lanes = await lockLanes(tx, names);
  const byId = new Map(lanes.map((lane) => [laneId(lane), lane]));
  const ended = await run<EndedRow>(tx, 'ended', asked(names));
  const settled = ended.flatMap((row) => {
    const lane = byId.get(laneId(row));
    return lane ? [{ run: row.id, state: settle(lane, row) }] : [];
  });
  if (settled.length > 0) await run(tx, 'settle', settled);
  return takeTurns(tx, lanes, taker, turn);
}

/** Holds the rows of lanes until the transaction ends. */
export function lockLanes(tx: Tx, names: readonly LaneName[]): Promise<readonly LaneRow[]> {
  return run<LaneRow>(tx, 'lock', asked(names));
}

const asked = (names: readonly LaneName[]) => names.map(({ flowId: flow, key }) => ({ flow, key }));

/** Where an ended run stands in its lane from now on; null when the lane is through with it. */
function settle(lane: LaneRow, { id, status, lane_state, rank, unsettled }: EndedRow): 'blocking' | 'left' | null {
  const isHolder = lane.holder === id;
  const blocks =
    status === 'exception' && unsettled && lane_state !== 'passing' && lane.settings.onException !== 'skip';
  if (isHolder && blocks) return 'blocking';
  if (isHolder) lane.holder = null;
  if (status === 'done' && isHolder && rank !== null && greater(lane.done_rank, rank) === rank) {
    lane.done_rank = rank;
    lane.done_run = id;
  }
  // Tried again, it waits for its turn at its old place.
  return status === 'exception' ? 'left' : null;
}
