import { busy, scriptedExecutor } from '../host/testing.ts';
import type { StartRun } from '../host/types.ts';
import { type Executor, effectKey, OWNERSHIP_LOST, type StepResult } from '../steps/index.ts';
import type { Fault } from './faults.ts';
import type { Simulation } from './simulation.ts';

/** Another system, outside of everything: how often each effect was asked for, by key, and when the last one came. */
export interface Partner {
  readonly asked: Map<string, number>;
  lastAt(): number;
  /** Runs whose effects came, in order of their arrival. */
  readonly order: string[];
  readonly executor: Executor;
}

export type Act = (nth: number) => StepResult | undefined;

export function createPartner(now: () => number, acts: Readonly<Record<string, Act>> = {}): Partner {
  const asked = new Map<string, number>();
  const order: string[] = [];
  let lastAt = 0;
  const inner = scriptedExecutor();
  return {
    asked,
    order,
    lastAt: () => lastAt,
    executor: {
      async execute(job) {
        const isEffect = job.loaded.plan.byId.get(job.node)?.effect !== 'none';
        // As an attempt does just before the first byte of a request that changes something.
        if (isEffect && !job.stillOwned()) return busy({ code: OWNERSHIP_LOST });
        const key = effectKey(job.run, job);
        const nth = (asked.get(key) ?? 0) + 1;
        if (isEffect) {
          asked.set(key, nth);
          lastAt = now();
          order.push(job.run.id);
        }
        return acts[job.node]?.(nth) ?? inner.execute(job);
      },
      judge: inner.judge,
    },
  };
}

export const MESSAGE: StartRun = {
  flowId: 'orders',
  version: 1,
  snapshotId: 'snap',
  node: 'hook',
  message: 'm',
  trigger: { kind: 'webhook', receivedAt: 1 },
  dedupeKey: 'order-1001',
};

/** A sender as they are: repeats a message until somebody has answered that it is accepted. */
export async function send({ clock, alive }: Simulation, message: StartRun = MESSAGE): Promise<string> {
  for (;;) {
    const [process] = alive();
    const patience = new Promise<undefined>((resolve) => {
      clock.after(3_000, () => resolve(undefined));
    });
    const answer = await Promise.race([process?.host.start(message).catch(() => undefined), patience]);
    if (answer) return answer.runId;
    await new Promise<void>((resolve) => {
      clock.after(500, resolve);
    });
  }
}

/** A kill, a pause longer than the lease, a storage out of reach. */
export const FAULTS: readonly Fault[] = [{ kind: 'kill' }, { kind: 'pause', ms: 9_000 }, { kind: 'cut', ms: 1_500 }];
