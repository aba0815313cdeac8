import type { RunEvent } from '@lockstep/schema/run';
import { ENGINE_VERSION } from '../../engine/index.ts';
import type { Accepted, AcceptItem, LanePlace } from '../../store/index.ts';
import { encodeEvent } from './encode-event.ts';
import { earlierOf, type RunInfo } from './run-types.ts';
import type { StartRun } from './types.ts';

/** Where a message belongs, or why that cannot be told. */
export type RunPlace = LanePlace | { readonly unplaced: string };

/** A message as a run: what the engine takes, what the host holds, what the journal writes. */
export function newRun(
  request: StartRun,
  {
    runId,
    at,
    newId,
    place,
    fields,
  }: {
    readonly runId: string;
    readonly at: number;
    readonly newId: () => string;
    readonly place?: RunPlace | undefined;
    readonly fields?: AcceptItem['fields'];
  },
): {
  readonly event: RunEvent;
  readonly info: RunInfo;
  readonly item: Omit<AcceptItem, 'queued' | 'owner'>;
} {
  const {
    flowId,
    version,
    snapshotId,
    node,
    trigger,
    businessKey,
    dedupeKey,
    bodyHash,
    eventOffset,
    seed,
    renewed = [],
    earlier,
  } = request;
  const output = { value: request.message };
  const renewals = Object.fromEntries(renewed.map((id) => [id, runId]));
  const keyRuns = request.keyRuns || renewed.length > 0 ? { ...request.keyRuns, ...renewals } : undefined;
  const { replayOf, ...told } = earlier ?? {};
  const event: RunEvent = {
    type: 'run.started',
    at,
    node,
    output,
    ...(seed && { seed: [...seed] }),
    ...(keyRuns && { keyRuns }),
    ...told,
    ...(place && 'unplaced' in place && { unplaced: place.unplaced }),
  };
  const lane = place && 'key' in place ? place : undefined;
  const { text, payloads } = encodeEvent(event, newId);
  const info: RunInfo = {
    runId,
    flowId,
    test: request.test ?? false,
    keyRunId: request.keyRunId ?? runId,
    triggerNode: node,
    trigger,
    startedAt: at,
    // Its end settles the exception it came from.
    retried: earlier?.exceptionId !== undefined,
    hasLane: lane !== undefined,
    ...(keyRuns && { keyRuns }),
    ...(earlier && { earlier: earlierOf(told) }),
  };
  const item = {
    ...info,
    replayOf,
    version,
    snapshotId,
    businessKey,
    dedupeKey,
    bodyHash,
    eventOffset,
    event: text,
    payloads,
    lane,
    fields,
  };
  return { event, info, item: { ...item, engineVersion: ENGINE_VERSION } };
}

/** True for a message that is not the one its key was first seen with. Without the hashes of both nobody can tell. */
export function isOther({ bodyHash }: Pick<StartRun, 'bodyHash'>, first: Pick<Accepted, 'bodyHash'>): boolean {
  return bodyHash !== undefined && first.bodyHash !== undefined && bodyHash !== first.bodyHash;
}
