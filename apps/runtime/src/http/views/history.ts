import type { AttemptView } from '@lockstep/schema/api';
import type { RunEvent } from '@lockstep/schema/run';

/** What the events say about one step: its attempts, and what it gave in the end. */
export interface StepHistory {
  readonly attempts: readonly AttemptView[];
  /** Epoch milliseconds of the first attempt's beginning and the last one's end. */
  readonly startedMs?: number;
  readonly endedMs?: number;
  readonly succeeded?: Extract<RunEvent, { type: 'step.succeeded' }>;
}

/** Attempts by step, from the events of a run. An attempt's beginning is its end less its duration. */
export function stepHistories(events: readonly RunEvent[]): ReadonlyMap<string, StepHistory> {
  const histories = new Map<string, StepHistory>();
  for (const event of events) {
    if (event.type !== 'step.succeeded' && event.type !== 'step.failed') continue;
    const { node, attempt, at, durationMs } = event;
    const old = histories.get(node) ?? { attempts: [] };
    if (old.attempts.some((known) => known.attempt === attempt)) continue;
    const ended = { attempt, endedAt: new Date(at).toISOString(), durationMs };
    histories.set(node, {
      ...old,
      attempts: [
        ...old.attempts,
        event.type === 'step.succeeded'
          ? { ...ended, status: 'succeeded' }
          : { ...ended, status: 'failed', failure: event.failure },
      ],
      startedMs: old.startedMs ?? at - durationMs,
      endedMs: at,
      ...(event.type === 'step.succeeded' && { succeeded: event }),
    });
  }
  return histories;
}
