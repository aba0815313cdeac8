import type { LaneMemory, LaneReason, LaneRun, LaneTurn } from '@lockstep/schema/run';
import type { Accepted, AcceptItem, ClaimedRun, LanePlace, Ownership } from '../journal/types.ts';
import type { Sql } from '../open-store.ts';

/** Whose turn it is: the rule of the engine (L4 to L7). */
export type TakeTurn = (memory: LaneMemory, waiting: readonly LaneRun[], nowMs: number) => LaneTurn;

export interface LaneName {
  readonly flowId: string;
  readonly key: string;
}

/** A message with a place in a lane. */
export interface LaneItem extends AcceptItem {
  readonly lane: LanePlace;
}

/** Who may take runs whose turn came, and how many. */
export interface Taker {
  readonly owner: Ownership;
  /** Further ones are left to others. */
  readonly room: number;
}

export interface LaneAccepted extends Accepted {
  /** `turn`: it may begin, here when it is `owned`; `waiting`: its turn comes later; `done`: it was set aside. */
  readonly lane: 'turn' | 'waiting' | 'done';
  /** What else happened in the lanes of the batch; told with one of its messages. */
  readonly news?: LaneNews | undefined;
}

/** What happened in some lanes. */
export interface LaneNews {
  /** Runs whose turn came and that are the taker's now. */
  readonly taken: readonly ClaimedRun[];
  /** How many had their turn and were left to whoever has room. */
  readonly left: number;
  /** Runs that ended because they had nothing to do any more. */
  readonly setAside: readonly { readonly runId: string; readonly flowId: string; readonly reason: LaneReason }[];
  /** Lanes that hold for a version that is missing, and how long from now. */
  readonly holds: readonly (LaneName & { readonly ms: number })[];
}

/** What the lanes of all processes are kept in. Everything here is durable when it resolves. */
export interface Lanes {
  /**
   * Accepts a message as `Journal.accept` does, gives it its place, and its turn when the lane is free.
   *
   * @throws StoreUnavailableError as `Journal.accept`
   */
  accept(item: LaneItem): Promise<LaneAccepted>;
  /**
   * Accepts messages so in a transaction of the caller, in the order given; none has a dedupe key. Absent where there are no
   * transactions.
   */
  readonly acceptIn?: (tx: Pick<Sql, 'unsafe'>, items: readonly LaneItem[]) => Promise<readonly LaneAccepted[]>;
  /** Lets lanes go on: those of runs that ended, and those named. */
  goOn(
    which: { readonly runs: readonly string[]; readonly lanes: readonly LaneName[] },
    taker: Taker,
  ): Promise<LaneNews>;
  /** What nobody looked after: runs that ended with their process, holds that are over. */
  findDue(limit: number): Promise<{ readonly runs: readonly string[]; readonly lanes: readonly LaneName[] }>;
  /** Lets a lane go on although the exception of this run blocks it; answers whether it does. */
  moveOn(runId: string): Promise<boolean>;
}
