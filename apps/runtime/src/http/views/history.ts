import type { AttemptView } from '@lockstep/schema/api';
import type { RunEvent } from '@lockstep/schema/run';

/** What the events say about one step: its attempts, and what it gave in the end. */
export interface StepHistory {
  readonly attempts: readonly AttemptView[];
  /** Epoch milliseconds of the first attempt's beginning and the last one's end. */
  readonly startedMs?: number;
  readonly endedMs?: number;
  /** How its last attempt ended, with the parameters it worked on. */
  readonly succeeded?: Extract<RunEvent, { type: 'step.succeeded' | 'step.parked' | 'scope.fed' }>;
  /** Epoch milliseconds at which it broke its promise about time. */
  readonly breachedMs?: number;
}

/** Attempts by step, from the events of a run. An attempt's beginning is its end less its duration. */
export function stepHistories(events: readonly RunEvent[]): ReadonlyMap<string, StepHistory> {
  const histories = new Map<string, StepHistory>();
  const change = (node: string, more: (old: StepHistory) => Partial<StepHistory>) => {
    const old = histories.get(node) ?? { attempts: [] };
    histories.set(node, { ...old, ...more(old) });
  };
  for (const event of events) {
    switch (event.type) {
      case 'step.succeeded':
      case 'step.failed':
      case 'step.parked': {
        const { node, attempt, at, durationMs } = event;
        const known = histories.get(node)?.attempts.find((each) => each.attempt === attempt);
        if (known?.status === 'succeeded' && event.type === 'step.failed') {
          // It waited for a run that it called, and that run failed.
          const failed = {
            ...known,
            status: 'failed',
            endedAt: new Date(at).toISOString(),
            failure: event.failure,
          } as const;
          change(node, ({ attempts }) => ({
            attempts: attempts.map((each) => (each === known ? failed : each)),
            endedMs: at,
          }));
          continue;
        }
        if (known) continue;
        change(node, ({ attempts, startedMs = at - durationMs, succeeded }) => ({
          attempts: [...attempts, attemptView(event)],
          startedMs,
          endedMs: at,
          // What a scope worked on is told by what first fed it.
          ...(event.type !== 'step.failed' && succeeded?.type !== 'scope.fed' && { succeeded: event }),
        }));
        continue;
      }
      // A parked step ends when what it waited for is there; the attempt that parked it was over long before.
      case 'step.released':
      case 'timer.fired':
        change(event.node, () => ({ endedMs: event.at }));
        continue;
      case 'sla.breached':
        if (event.node !== undefined) change(event.node, () => ({ breachedMs: event.at }));
        continue;
      // A scope is fed as often as it likes; what it began with is told.
      case 'scope.fed':
        change(event.node, ({ startedMs = event.at - event.durationMs, succeeded = event }) => ({
          startedMs,
          succeeded,
        }));
        continue;
      default:
    }
  }
  return histories;
}

function attemptView(
  event: Extract<RunEvent, { type: 'step.succeeded' | 'step.failed' | 'step.parked' }>,
): AttemptView {
  const { attempt, at, durationMs } = event;
  const ended = { attempt, endedAt: new Date(at).toISOString(), durationMs };
  return event.type === 'step.failed'
    ? { ...ended, status: 'failed', failure: event.failure }
    : { ...ended, status: 'succeeded' };
}
