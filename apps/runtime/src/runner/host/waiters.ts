import { isEnded, type Json, type RunStatus } from '@lockstep/schema/run';
import { type Plan, stepOf } from '../../engine/index.ts';
import { type Journal, StoreUnavailableError } from '../../store/index.ts';
import { type Clock, pause } from '../clock.ts';
import type { LoadedFlow, StepResponse } from '../steps/index.ts';
import { foldHistory, readHistory } from './fold-history.ts';
import type { HostStorage } from './storage.ts';
import type { WaitedFor } from './types.ts';

/** Callers that wait at the door for what their run answers. */
export interface Waiters {
  /** See `Host.waitForResponse`. */
  waitForResponse(runId: string, deadlineMs: number): Promise<WaitedFor>;
  /** A run driven here answered; only its first answer counts. */
  respond(runId: string, response: StepResponse): void;
  end(runId: string, status: RunStatus): void;
  /** The run goes on elsewhere: its callers look into the database. */
  forget(runId: string): void;
}

/** How long to wait between two looks for the answer of a run that another process drives; the last one stays. */
const LOOKS_MS: readonly number[] = [10, 20, 40, 70];
const LOOK_MS = 100;

export function createWaiters(options: {
  readonly storage: Pick<HostStorage, 'journal' | 'records'>;
  readonly clock: Clock;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  /** True for a run that this process drives. */
  readonly isHere: (runId: string) => boolean;
}): Waiters {
  const { storage, clock, loadSnapshot, isHere } = options;
  const responses = new Map<string, StepResponse>();
  const waiting = new Map<string, Set<(answer: WaitedFor | undefined) => void>>();

  function tell(runId: string, answer: WaitedFor | undefined): void {
    const told = waiting.get(runId);
    waiting.delete(runId);
    for (const each of told ?? []) each(answer);
  }

  /** Until told, or for `ms`; `undefined` when the run left this process meanwhile. */
  function untilTold(runId: string, ms: number): Promise<WaitedFor | undefined> {
    return new Promise((resolve) => {
      const others = waiting.get(runId) ?? new Set();
      const done = (answer: WaitedFor | undefined) => {
        cancel();
        others.delete(done);
        if (others.size === 0 && waiting.get(runId) === others) waiting.delete(runId);
        resolve(answer);
      };
      const cancel = clock.after(ms, () => done({ kind: 'deadline' }));
      others.add(done);
      waiting.set(runId, others);
    });
  }

  async function lookUp(runId: string): Promise<WaitedFor | undefined> {
    try {
      const run = await storage.records.run(runId);
      // Accepted long ago, and removed since.
      if (!run) return { kind: 'deadline' };
      const { plan } = await loadSnapshot(run.snapshotId);
      const response = await responseInHistory(storage.journal, plan, runId);
      if (response) return { kind: 'response', response };
      return isEnded(run.status) ? { kind: 'ended', status: run.status } : undefined;
    } catch (error) {
      if (error instanceof StoreUnavailableError) return undefined;
      throw error;
    }
  }

  return {
    async waitForResponse(runId, deadlineMs) {
      const deadline = clock.monotonic() + deadlineMs;
      for (let look = 0; ; look += 1) {
        const response = responses.get(runId);
        if (response) return { kind: 'response', response };
        const left = deadline - clock.monotonic();
        if (left <= 0) return { kind: 'deadline' };
        const answer = (isHere(runId) ? await untilTold(runId, left) : undefined) ?? (await lookUp(runId));
        if (answer) return answer;
        if (!isHere(runId))
          await pause(clock, Math.min(LOOKS_MS[look] ?? LOOK_MS, Math.max(1, deadline - clock.monotonic())));
      }
    },
    respond(runId, response) {
      if (responses.has(runId)) return;
      responses.set(runId, response);
      tell(runId, { kind: 'response', response });
    },
    end(runId, status) {
      responses.delete(runId);
      tell(runId, { kind: 'ended', status });
    },
    forget(runId) {
      responses.delete(runId);
      tell(runId, undefined);
    },
  };
}

/** What the recorded run answered: the output of its first step, in node order, that `responds`. */
async function responseInHistory(journal: Journal, plan: Plan, runId: string): Promise<StepResponse | undefined> {
  const history = await readHistory(journal, runId);
  if (!history) return undefined;
  const { state } = foldHistory(plan, history);
  for (const { id, responds, disabled } of plan.nodes) {
    const step = stepOf(state.steps, id);
    if (!responds || disabled || step?.status !== 'succeeded' || !step.output) continue;
    const { output } = step;
    const value = 'value' in output ? output.value : (JSON.parse(await journal.loadPayload(output.ref)) as Json);
    const response = responseOf(value);
    if (response) return response;
  }
  return undefined;
}

/** A `responds` step gives `{ status, headers, body }`. */
function responseOf(value: Json): StepResponse | undefined {
  if (value === null || typeof value !== 'object' || !('status' in value) || !('headers' in value)) return undefined;
  const { status, headers, body = null, encoding } = value;
  if (typeof status !== 'number' || headers === null || typeof headers !== 'object') return undefined;
  const texts = Object.entries(headers).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : []));
  return { status, headers: Object.fromEntries(texts), body, ...(encoding === 'base64' && { encoding }) };
}
