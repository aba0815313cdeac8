import assert from 'node:assert/strict';
import { getRun, listExceptions, type RunView, type StepView } from '@lockstep/schema/api';
import { isEnded, type RunStatus, type StepStatus } from '@lockstep/schema/run';
import { type Call, eventually, granted } from './ask.ts';
import type { Systems } from './system.ts';
import { untilQuiet } from './then-quiet.ts';
import { type CaseClaims, caseClaims, type SystemClaims, systemClaims } from './then-system.ts';
import type { SentMessage } from './when.ts';

export interface StepClaims {
  /** It stands so, at the end of the run. */
  toBe(status: StepStatus): Promise<StepClaims>;
  /** It took so many attempts. */
  attempts(count: number): Promise<StepClaims>;
  /** It left by this port. */
  toLeaveBy(port: string): Promise<StepClaims>;
}

export interface RunClaims {
  /** It ends so; `done` when nothing is said. */
  toEnd(status?: RunStatus): Promise<RunView>;
  /** The steps that ran, in the order in which they began; the start left out. */
  toFollow(...nodes: readonly string[]): Promise<void>;
  step(node: string): StepClaims;
}

export interface Then {
  /** What must come of a message. Each claim waits for the end of its run. */
  run(message: SentMessage): RunClaims;
  /** So many exceptions are open, of one flow or of all. */
  exceptions(count: number, flow?: string): Promise<void>;
  /**
   * Waits until nothing is queued and nothing runs, and in test mode until every event is delivered too; what waits for a
   * person or a later moment may wait.
   */
  quiet(): Promise<void>;
  /** What a simulated system must have come to. */
  system(name: string): SystemClaims;
  /** Where an order, a return or a shipment must stand: `then.case('order', '#1001').toStand('fulfilled')`. */
  case(kind: string, key: string): CaseClaims;
}

export function thenOf(call: Call, system: Systems): Then {
  const ended = async ({ runId }: SentMessage): Promise<RunView> => {
    let stood = '';
    return eventually(
      `the end of run ${runId}`,
      async () => {
        const run = granted(await call(getRun, { params: { runId } }), `The run ${runId}`);
        stood = `It is ${run.status}: ${run.steps.map(({ node, status }) => `${node} ${status}`).join(', ')}.`;
        return isEnded(run.status) ? run : undefined;
      },
      () => stood,
    );
  };
  return {
    run: (message) => ({
      async toEnd(status = 'done') {
        const run = await ended(message);
        assert.equal(run.status, status, run.failure?.message);
        return run;
      },
      async toFollow(...nodes) {
        const { steps } = await ended(message);
        assert.deepEqual(wayOf(steps), nodes);
      },
      step: (node) => stepClaims(node, () => ended(message)),
    }),
    async exceptions(count, flow) {
      const query = { status: 'open', limit: 200, ...(flow !== undefined && { flow }) } as const;
      const { exceptions } = granted(await call(listExceptions, { query }), 'The exceptions');
      assert.equal(
        exceptions.length,
        count,
        exceptions.map(({ nodeName, reason }) => `${nodeName}: ${reason}`).join('\n'),
      );
    },
    quiet: () => untilQuiet(call),
    system: (name) => systemClaims(call, system, name),
    case: (kind, key) => caseClaims(call, kind, key),
  };
}

function stepClaims(node: string, ended: () => Promise<RunView>): StepClaims {
  const step = async (): Promise<StepView> => {
    const { steps } = await ended();
    const found = steps.find((one) => one.node === node);
    assert.ok(found, `The flow has no step "${node}"; it has ${steps.map((one) => one.node).join(', ')}.`);
    return found;
  };
  const claims: StepClaims = {
    async toBe(status) {
      assert.equal((await step()).status, status);
      return claims;
    },
    async attempts(count) {
      assert.equal((await step()).attempts.length, count);
      return claims;
    },
    async toLeaveBy(port) {
      assert.equal((await step()).port, port);
      return claims;
    },
  };
  return claims;
}

/** Steps that ran, by when they began; the start has no attempt. */
function wayOf(steps: readonly StepView[]): readonly string[] {
  return steps
    .filter(({ attempts, startedAt }) => attempts.length > 0 && startedAt !== undefined)
    .map(({ node, startedAt }, place) => ({ node, place, at: Date.parse(startedAt ?? '') }))
    .toSorted((a, b) => a.at - b.at || a.place - b.place)
    .map(({ node }) => node);
}
