import type { MessageChange } from '@lockstep/schema/api';
import type { EffectStrategy } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';

/** A replay goes on from every step that failed, was dropped or undone, and does nothing again that still stands. */
export const WHERE_IT_STOPPED = Symbol('where it stopped');

export interface Replay {
  readonly runId: string;
  readonly from?: string | typeof WHERE_IT_STOPPED | undefined;
  /** It runs although newer messages of its lane were done. */
  readonly evenStale?: boolean | undefined;
  /** Published version to run on; the same as before when absent. */
  readonly version?: number | undefined;
  readonly by: string;
  /** The message as a person mended it; as it was when absent. Only from the trigger. */
  readonly message?: Json | undefined;
  /** The same key starts one run, however often it is asked for. */
  readonly dedupeKey?: string | undefined;
  /** Effects to do again although they are known done, or nobody knows: ids of steps. Each has a new key. */
  readonly repeat?: readonly string[] | 'all' | undefined;
  /** The exception that a person acts on: it must be open. */
  readonly exceptionId?: string | undefined;
  /** Why, and what was changed in the message: kept with the exception. */
  readonly reason?: string | undefined;
  readonly changes?: readonly MessageChange[] | undefined;
}

/**
 * `busy`: another run under the same keys goes on, or began just now. `settled`: the exception is not open. `repeat-unknown`: the
 * version has no such effect to repeat.
 */
export type ReplayRefused =
  | 'not-found'
  | 'not-ended'
  | 'version-unknown'
  | 'step-unknown'
  | 'busy'
  | 'settled'
  | 'repeat-unknown';

/** What a replay would do, effect by effect. */
export interface ReplayPlan {
  readonly version: number | undefined;
  readonly snapshotId: string;
  /** Where it begins. */
  readonly from: readonly string[];
  /** The open exception that goes on with it. */
  readonly exceptionId: string | undefined;
  /** Writing steps in node order; undo steps left out. */
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly node: string;
  /**
   * `kept`: known done, not done again; `repeated`: done again because a person wants it; `anew`: never happened; `looked-up`: nobody
   * knows, so its strategy finds out or repeats it under the same key; `undecided`: nobody knows and it cannot be found out, so the
   * run stops there for a person; `items`: in a scope, told item by item as the run comes to it.
   */
  readonly does: 'kept' | 'repeated' | 'anew' | 'looked-up' | 'undecided' | 'items';
  readonly strategy: EffectStrategy | undefined;
  /** Before the steps at which the replay begins: nothing to choose. */
  readonly before: boolean;
  /** Idempotency key it has, without the item for `items`; absent for a new one. */
  readonly key: string | undefined;
  /** When it was done, epoch milliseconds where that is known, and by which run. */
  readonly done?: { readonly at: number | undefined; readonly runId: string } | undefined;
}
