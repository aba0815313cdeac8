import { z } from 'zod';
import type { LaneSettings } from '../graph/lane.ts';

/** Why a lane sets a run aside: a newer one was done, a newer one waits, or the same message came before. */
export const LaneReason = z.enum(['stale', 'superseded', 'duplicate']);
export type LaneReason = z.infer<typeof LaneReason>;

/** A run that waits in its lane. */
export interface LaneRun {
  readonly runId: string;
  /** Order of acceptance among the runs of the lane. */
  readonly place: number;
  /** What its message says about its order: a version, or a moment in nanoseconds since 1970. */
  readonly rank?: bigint | undefined;
  /** Epoch milliseconds since when it waits. */
  readonly sinceMs: number;
  /** A person wants it to run although newer ones were done. */
  readonly evenStale?: boolean;
}

/** What a lane remembers. */
export interface LaneMemory {
  /** By the newest message accepted. */
  readonly settings: LaneSettings;
  /** True while no run has its turn. */
  readonly isFree: boolean;
  /** The newest rank done, and by which run. */
  readonly done?: { readonly rank: bigint; readonly runId: string } | undefined;
  /** The newest rank that had its turn, however that ended. */
  readonly reached?: bigint | undefined;
}

/** A run that has nothing to do any more. */
export interface SetAside {
  readonly runId: string;
  readonly reason: LaneReason;
  /** The run because of which. */
  readonly by?: string;
}

/** What happens in a lane now. */
export interface LaneTurn {
  readonly setAside: readonly SetAside[];
  /** The run whose turn it is. */
  readonly begin?: LaneRun;
  /** Nothing begins before this moment (epoch milliseconds), unless something else comes in. */
  readonly holdUntilMs?: number;
}
