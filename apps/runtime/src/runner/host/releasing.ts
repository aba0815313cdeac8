import { type Plan, placesIn, type RunState } from '../../engine/index.ts';

/** A timer further away than this is kept in the database, and the run with it. */
export const FAR_MS = 5_000;

/** How far the host is with closing: nothing new begins, then everything is given back at once, then nothing is written. */
export type Stage = 'running' | 'settling' | 'releasing' | 'closed';

export interface Release {
  /** Tells the next owner whether to recover: only `running` means that steps may have been under way. */
  readonly status: 'queued' | 'waiting' | 'running';
  /** Absent for a run that only something from outside wakes. */
  readonly wakeInMs: number | undefined;
}

/** How to give a run back, when it is time: nothing is under way and its next timer is far, or the host closes. */
export function releaseOf(
  plan: Plan,
  state: RunState,
  at: { readonly stage: Stage; readonly isIdle: boolean; readonly recovering: boolean; readonly now: number },
): Release | undefined {
  const { stage, isIdle, recovering } = at;
  if (stage === 'releasing' && !isIdle) return { status: 'running', wakeInMs: 0 };
  if (!isIdle) return undefined;
  if (state.status === 'waiting' && !recovering) {
    const wakeInMs = Math.max(0, nextDue(plan, state) - at.now);
    if (stage === 'running' && wakeInMs <= FAR_MS) return undefined;
    return { status: 'waiting', wakeInMs: Number.isFinite(wakeInMs) ? wakeInMs : undefined };
  }
  if (stage === 'running') return undefined;
  return { status: recovering ? 'running' : 'queued', wakeInMs: 0 };
}

/** When the first timer or alarm of a waiting run is due, epoch milliseconds; infinite when there is none. */
function nextDue(plan: Plan, state: RunState): number {
  const { ending, deadlineAt, slaAt } = state;
  const due = placesIn(plan, state).flatMap(({ step }) =>
    step.status === 'waiting' || step.status === 'open' ? [step.dueAt ?? [], step.slaAt ?? []].flat() : [],
  );
  return Math.min(...due, ending === undefined ? (deadlineAt ?? Infinity) : Infinity, slaAt ?? Infinity);
}
