import type { LaneItem } from '../../store/index.ts';
import { type LaneTable, laneId, type PlaceRow, type RunRow, type Tables } from './tables.ts';

/** The place of a run in a lane. */
export function placeIn({ line }: LaneTable, runId: string): PlaceRow | undefined {
  return line.find((place) => place.runId === runId);
}

/** L3: the lane of a message; by the newest message's settings. What a rank of another order was says nothing any more. */
export function laneFor({ lanes }: Tables, { flowId, lane: { key, settings } }: LaneItem): LaneTable {
  const id = laneId({ flowId, key });
  const known = lanes.get(id);
  if (!known) {
    const fresh = { holder: undefined, done: undefined, reached: undefined, lookAt: undefined };
    const lane: LaneTable = { flowId, key, settings, places: 0, line: [], ...fresh };
    lanes.set(id, lane);
    return lane;
  }
  const { by, value } = known.settings.order ?? {};
  if (by !== settings.order?.by || value !== settings.order?.value) {
    known.done = undefined;
    known.reached = undefined;
  }
  known.settings = settings;
  return known;
}

/** Puts a run into its lane; answers the run that it repeats. */
export function join({ runs, clock }: Tables, lane: LaneTable, { runId, lane: place }: LaneItem): string | undefined {
  const { rank, digest, evenStale = false, replaces, settings } = place;
  const since = clock.now() - (settings.dedupe?.windowMs ?? 0);
  const isFirst = (one: PlaceRow) =>
    one.digest === digest && one.sinceMs > since && runs.get(one.runId)?.status !== 'cancelled';
  const repeated = digest === undefined ? undefined : lane.line.find(isFirst)?.runId;
  lane.places += 1;
  const replaced = replaces === undefined ? undefined : placeIn(lane, replaces);
  lane.line.push({
    ...{ runId, rank, evenStale, place: replaced?.place ?? lane.places, waiting: true, sinceMs: clock.now() },
    // A repetition is never what others are compared with.
    digest: repeated === undefined ? digest : undefined,
  });
  return repeated;
}

/** L8: a run that its lane went past waits for its turn again, at its old place. */
export function backInLine({ lanes, clock, notify }: Tables, run: RunRow, channel: string): void {
  const lane = [...lanes.values()].find(({ line }) => line.some(({ runId }) => runId === run.runId));
  const place = lane && placeIn(lane, run.runId);
  if (!lane || !place) return;
  run.lane = 'waiting';
  Object.assign(place, { waiting: true, sinceMs: clock.now() });
  lane.lookAt = clock.now();
  notify(channel, '');
}
