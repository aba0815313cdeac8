import { isEnded } from '@lockstep/schema/run';
import { laneTurn } from '../../engine/index.ts';
import type { LaneAccepted, LaneItem, LaneNews, Lanes } from '../../store/index.ts';
import { accept, post } from './journal.ts';
import { join, laneFor, placeIn } from './line.ts';
import { isLive, type LaneTable, laneId, type RunRow, type Tables } from './tables.ts';
import { claimedRun } from './workers.ts';

type Taker = Parameters<Lanes['goOn']>[1] & { readonly owns?: (runId: string) => boolean };

/** Lanes as `store/lanes` has them: rules L3 to L8 of the engine's RUN.md. Nothing comes between two lines of one call here. */
export function memoryLanes(tables: Tables): Lanes {
  const { clock, runs, lanes, pausedFlows } = tables;
  const laneOf = (runId: string) => [...lanes.values()].find(({ line }) => line.some((place) => place.runId === runId));

  function enter(item: LaneItem): LaneAccepted {
    const accepted = accept(tables, item);
    if (accepted.duplicate) return { ...accepted, lane: 'waiting' };
    const { runId, owner, queued } = item;
    const lane = laneFor(tables, item);
    const repeated = join(tables, lane, item);
    if (repeated !== undefined) {
      setAside(runId, 'duplicate', repeated);
      return { ...accepted, lane: 'done' };
    }
    const owns = (id: string) => id === runId && !queued;
    const isBusy = lane.holder !== undefined && !lane.settings.coalesce;
    const news = isBusy ? undefined : takeTurn(lane, { owner, room: 0, owns });
    const isDone = runs.get(runId)?.endedAt !== undefined;
    const others = news && { ...news, taken: [], setAside: news.setAside.filter((one) => one.runId !== runId) };
    return {
      ...accepted,
      owned: news?.taken.some((one) => one.runId === runId) ?? false,
      lane: isDone ? 'done' : lane.holder === runId ? 'turn' : 'waiting',
      news: others,
    };
  }

  /** Gives a free lane its turn, and sets aside what has nothing to do. */
  function takeTurn(lane: LaneTable, { owner, room, owns = () => false }: Taker): Mutable<LaneNews> {
    const news: Mutable<LaneNews> = { taken: [], left: 0, setAside: [], holds: [] };
    const isPaused = pausedFlows.has(lane.flowId);
    const waiting = lane.line.filter(({ runId, waiting: inLine }) => inLine && isWaiting(runs.get(runId)));
    const { settings, holder, done, reached } = lane;
    const memory = { settings, isFree: holder === undefined, done, reached };
    const { setAside: aside, begin, holdUntilMs } = laneTurn(memory, waiting, clock.now());
    // A run that was tried before cannot end by a row: it has its turn, and a letter that ends it.
    const late = aside.find(({ runId }) => (runs.get(runId)?.events.length ?? 0) > 1);
    for (const { runId, reason, by } of aside) {
      if (late?.runId === runId || !setAside(runId, reason, by)) continue;
      news.setAside.push({ runId, flowId: lane.flowId, reason });
    }
    const nextId = late?.runId ?? begin?.runId;
    const next = nextId === undefined ? undefined : runs.get(nextId);
    if (memory.isFree && !isPaused && next) {
      const isOwn = (owns(next.runId) || room > 0) && isLive(tables, owner.epoch);
      beginRun(lane, next, isOwn ? owner.epoch : undefined);
      if (isOwn) news.taken.push(claimedRun({ ...next, status: 'queued' }));
      else news.left += 1;
      if (late) post(tables, { runId: late.runId, id: 'lane', event: filtered(late.reason, late.by) });
    }
    lane.lookAt = isPaused && lane.holder === undefined ? Number.POSITIVE_INFINITY : holdUntilMs;
    if (holdUntilMs !== undefined)
      news.holds.push({ flowId: lane.flowId, key: lane.key, ms: holdUntilMs - clock.now() });
    return news;
  }

  function beginRun(lane: LaneTable, run: RunRow, epoch: number | undefined): void {
    run.lane = 'turn';
    run.epoch = epoch;
    run.status = epoch === undefined ? 'queued' : 'running';
    tables.wake(run, epoch === undefined ? clock.now() : undefined);
    lane.holder = run.runId;
    const place = placeIn(lane, run.runId);
    if (place) place.waiting = false;
    if (place?.rank !== undefined && (lane.reached === undefined || place.rank > lane.reached))
      lane.reached = place.rank;
  }

  /** False for a run that is claimed, to be cancelled. */
  function setAside(runId: string, reason: string, by: string | undefined): boolean {
    const run = runs.get(runId);
    const lane = laneOf(runId);
    if (!run || !lane || !isWaiting(run) || run.events.length > 1) return false;
    run.events.push(filtered(reason, by));
    Object.assign(run, { status: 'done', endedAt: clock.now(), filtered: reason, lane: undefined });
    const place = placeIn(lane, runId);
    if (place) place.waiting = false;
    return true;
  }

  const filtered = (reason: string, by: string | undefined) =>
    JSON.stringify({ type: 'run.filtered', at: clock.now(), reason, ...(by !== undefined && { by }) });

  /** L8: what the ends of its runs mean for a lane. */
  function settle(lane: LaneTable): void {
    for (const { runId, rank } of lane.line) {
      const run = runs.get(runId);
      if (!run || !isUnheard(run)) continue;
      const isHolder = lane.holder === runId;
      const isUnsettled = tables.exceptions.some(
        (one) => one.runId === runId && (one.status === 'open' || one.status === 'retrying'),
      );
      const blocks = run.status === 'exception' && isUnsettled && run.lane !== 'passing';
      if (isHolder && blocks && lane.settings.onException !== 'skip') {
        run.lane = 'blocking';
        continue;
      }
      if (isHolder) lane.holder = undefined;
      if (isHolder && run.status === 'done' && rank !== undefined && (!lane.done || rank > lane.done.rank)) {
        lane.done = { rank, runId };
      }
      run.lane = run.status === 'exception' ? 'left' : undefined;
    }
  }

  return {
    accept: async (item) => enter(item),
    async goOn(which, taker) {
      const names = new Set(which.lanes.map(laneId));
      const all = [...lanes.values()].filter(
        (lane) => names.has(laneId(lane)) || lane.line.some(({ runId }) => which.runs.includes(runId)),
      );
      let { room } = taker;
      return all.reduce<LaneNews>(
        (sum, lane) => {
          settle(lane);
          const news = takeTurn(lane, { ...taker, room });
          room -= news.taken.length;
          return {
            taken: [...sum.taken, ...news.taken],
            left: sum.left + news.left,
            setAside: [...sum.setAside, ...news.setAside],
            holds: [...sum.holds, ...news.holds],
          };
        },
        { taken: [], left: 0, setAside: [], holds: [] },
      );
    },
    async findDue(limit) {
      const due = [...lanes.values()].filter(({ lookAt }) => lookAt !== undefined && lookAt <= clock.now());
      const ended = [...runs.values()].filter(isUnheard).map(({ runId }) => runId);
      return { runs: ended.slice(0, limit), lanes: due.slice(0, limit).map(({ flowId, key }) => ({ flowId, key })) };
    },
    async moveOn(runId) {
      const run = runs.get(runId);
      if (!run || !(run.lane === 'blocking' || (run.lane === 'turn' && run.status === 'exception'))) return false;
      run.lane = 'passing';
      return true;
    },
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

const isWaiting = (run: RunRow | undefined) =>
  run?.lane === 'waiting' && run.epoch === undefined && run.endedAt === undefined;
/** It ended, and its lane has not heard of it. */
const isUnheard = ({ status, lane }: RunRow) =>
  isEnded(status) && (lane === 'waiting' || lane === 'turn' || lane === 'passing');
