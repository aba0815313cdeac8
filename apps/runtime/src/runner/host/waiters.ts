import { isEnded, type Json, type RunStatus } from '@lockstep/schema/run';
import { fold, type Plan, stepOf } from '../../engine/index.ts';
import type { Journal } from '../../store/index.ts';
import type { StepResponse } from '../steps/index.ts';
import type { WaitedFor } from './types.ts';

/** Callers that wait for the answer of a run which this process drives. */
export interface Waiters {
  /** Waits until told, or for `deadlineMs`; `undefined` when the run left this process meanwhile. */
  wait(runId: string, deadlineMs: number): Promise<WaitedFor | undefined>;
  respond(runId: string, response: StepResponse): void;
  end(runId: string, status: RunStatus): void;
  /** The run goes on elsewhere: look into the database. */
  forget(runId: string): void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<(answer: WaitedFor | undefined) => void>>();
  const tell = (runId: string, answer: WaitedFor | undefined) => {
    const told = waiting.get(runId);
    waiting.delete(runId);
    for (const each of told ?? []) each(answer);
  };
  return {
    wait(runId, deadlineMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => done({ kind: 'deadline' }), deadlineMs);
        const others = waiting.get(runId) ?? new Set();
        const done = (answer: WaitedFor | undefined) => {
          clearTimeout(timer);
          others.delete(done);
          if (others.size === 0 && waiting.get(runId) === others) waiting.delete(runId);
          resolve(answer);
        };
        others.add(done);
        waiting.set(runId, others);
      });
    },
    respond: (runId, response) => tell(runId, { kind: 'response', response }),
    end: (runId, status) => tell(runId, { kind: 'ended', status }),
    forget: (runId) => tell(runId, undefined),
  };
}

/** What the recorded history says to a waiting caller; `undefined` while there is nothing to say. */
export async function answerInHistory(journal: Journal, plan: Plan, runId: string): Promise<WaitedFor | undefined> {
  const { state } = fold(plan, await journal.readEvents(runId));
  for (const { id, responds, disabled } of plan.nodes) {
    const step = stepOf(state.steps, id);
    if (!responds || disabled || step?.status !== 'succeeded' || !step.output) continue;
    const { output } = step;
    const value = 'value' in output ? output.value : (JSON.parse(await journal.loadPayload(output.ref)) as Json);
    const response = responseOf(value);
    if (response) return { kind: 'response', response };
  }
  return isEnded(state.status) ? { kind: 'ended', status: state.status } : undefined;
}

/** A `responds` step gives `{ status, headers, body }`. */
function responseOf(value: Json): StepResponse | undefined {
  if (value === null || typeof value !== 'object' || !('status' in value) || !('headers' in value)) return undefined;
  const { status, headers, body = null } = value;
  if (typeof status !== 'number' || headers === null || typeof headers !== 'object') return undefined;
  const texts = Object.entries(headers).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : []));
  return { status, headers: Object.fromEntries(texts), body };
}
