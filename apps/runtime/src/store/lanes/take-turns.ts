import type { LaneTurn } from '@lockstep/schema/run';
import { type ClaimRow, claimedRun } from '../journal/workers.ts';
import { greater, type LaneRow, type LineRow, laneId, memoryOf, run, type Tx, waitingRun } from './lane-row.ts';
import type { LaneNews, Taker, TakeTurn } from './types.ts';

/** Runs looked at of one lane and round; further ones are looked at when these had nothing to do. */
const LINE_LIMIT = 50;

type News = { -readonly [Key in keyof LaneNews]: LaneNews[Key] extends readonly (infer Item)[] ? Item[] : number };

/**
 * Gives every free lane its turn, and sets aside what has nothing to do, until nothing more happens; then notes where the
 * lanes stand. The rows of the lanes are locked by the caller, so nobody else changes what happens in them.
 *
 * @param taker `owns` tells which runs it may take besides its room for others
 */
export async function takeTurns(
  tx: Tx,
  lanes: readonly LaneRow[],
  { owner, room, owns = () => false }: Taker & { readonly owns?: (runId: string) => boolean },
  turn: TakeTurn,
): Promise<LaneNews> {
  const news: News = { taken: [], left: 0, setAside: [], holds: [] };
  const holds = new Map<string, number>();
  let free = room;
  let open = [...lanes];
  while (open.length > 0) {
    const names = open.map(({ flow_id: flow, key, settings }) => {
      return { flow, key, everything: settings.coalesce ?? false };
    });
    const line = Map.groupBy(await run<LineRow>(tx, 'line', names, LINE_LIMIT), laneId);
    const turns = open.map((lane) => ({ lane, rows: line.get(laneId(lane)) ?? [] })).map(decide);
    await setAside(turns);
    const begun = await begin(turns);
    open = turns.filter((each) => isOpen(each, begun)).map(({ lane }) => lane);
  }
  await run(tx, 'save', lanes.map(savedLane));
  for (const lane of lanes) {
    const untilMs = holds.get(laneId(lane));
    if (untilMs !== undefined) news.holds.push({ flowId: lane.flow_id, key: lane.key, ms: untilMs - lane.now_ms });
  }
  return news;

  type Decided = ReturnType<typeof decide>;

  function decide({ lane, rows }: { readonly lane: LaneRow; readonly rows: readonly LineRow[] }) {
    const memory = memoryOf(lane);
    const decided: LaneTurn = turn(memory, rows.map(waitingRun), lane.now_ms);
    const begunBefore = new Set(rows.flatMap(({ run_id, begun }) => (begun ? [run_id] : [])));
    // A run that was tried before cannot end by a row: it has its turn, and a letter that ends it.
    const late = decided.setAside.find(({ runId }) => begunBefore.has(runId));
    const aside = decided.setAside.filter(({ runId }) => !begunBefore.has(runId));
    const mayBegin = memory.isFree && !lane.paused;
    const next = late ?? decided.begin;
    return { lane, rows, aside, next: mayBegin ? next : undefined, late, holdUntilMs: decided.holdUntilMs };
  }

  async function setAside(turns: readonly Decided[]): Promise<void> {
    const items = turns.flatMap(({ aside, lane }) =>
      aside.map(({ runId, reason, by }) => ({ run: runId, reason, event: filtered(lane.now_ms, reason, by) })),
    );
    if (items.length === 0) return;
    const reasons = new Map(items.map(({ run, reason }) => [run, reason]));
    for (const { id, flow_id } of await run<{ id: string; flow_id: string }>(tx, 'setAside', items)) {
      const reason = reasons.get(id);
      if (reason) news.setAside.push({ runId: id, flowId: flow_id, reason });
    }
  }

  async function begin(turns: readonly Decided[]): Promise<ReadonlySet<string>> {
    const items = turns.flatMap(({ next, late, lane }) => {
      if (!next) return [];
      const own = owns(next.runId) || free > 0;
      if (own && !owns(next.runId)) free -= 1;
      const letter = late && filtered(lane.now_ms, late.reason, late.by);
      return [{ run: next.runId, own, ...(letter && { letter }) }];
    });
    if (items.length === 0) return new Set();
    const rows = await run<ClaimRow & { owned: boolean }>(tx, 'begin', items, owner.epoch, owner.worker);
    const begun = new Set(rows.map(({ id }) => id));
    for (const row of rows) {
      if (row.owned) news.taken.push(claimedRun(row));
      else news.left += 1;
    }
    for (const { lane, next, rows: waiting } of turns) {
      if (!next || !begun.has(next.runId)) continue;
      lane.holder = next.runId;
      const rank = waiting.find(({ run_id }) => run_id === next.runId)?.rank ?? null;
      lane.reached_rank = greater(lane.reached_rank, rank);
    }
    return begun;
  }

  /** True while another look may change something: what was to begin was claimed by a cancel, or only the first few were looked at. */
  function isOpen({ lane, rows, aside, next, holdUntilMs }: Decided, begun: ReadonlySet<string>): boolean {
    const id = laneId(lane);
    if (holdUntilMs === undefined) holds.delete(id);
    else holds.set(id, holdUntilMs);
    if (next) return !begun.has(next.runId);
    return aside.length > 0 && rows.length >= LINE_LIMIT && holdUntilMs === undefined;
  }

  function savedLane(lane: LaneRow) {
    const { flow_id: flow, key, holder, done_rank, done_run, reached_rank, paused } = lane;
    const hold_until_ms = holds.get(laneId(lane));
    return { flow, key, holder, done_rank, done_run, reached_rank, paused: paused && holder === null, hold_until_ms };
  }
}

function filtered(at: number, reason: string, by: string | undefined) {
  return { type: 'run.filtered', at, reason, ...(by && { by }) };
}
