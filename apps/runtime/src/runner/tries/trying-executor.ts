import type { TriedHow } from '@lockstep/schema/api';
import type { PinnedSample } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import type { Executor, StepJob, StepResult } from '../steps/index.ts';

/** One attempt of a step in a try, as it ended. */
export interface TriedAttempt {
  readonly node: string;
  readonly item: string;
  readonly how: TriedHow;
  readonly input: Json;
  readonly result: StepResult;
  readonly durationMs: number;
}

export interface TryingOptions {
  /** Does steps as production does them. */
  readonly inner: Executor;
  /** Steps that may change their system. */
  readonly real: ReadonlySet<string>;
  readonly pinned: Readonly<Record<string, PinnedSample>>;
  /** What steps that are not reached gave: for expressions. */
  readonly outputs: Readonly<Record<string, Json>>;
  readonly onTried: (attempt: TriedAttempt) => void;
  /** Milliseconds that go by; only differences count. */
  readonly clock: () => number;
}

/**
 * Does the steps of a try: what computes or reads does so as in production; what writes does it only when it was asked to. Else its mock
 * answers, or its pinned sample, or it passes its input on by its first port.
 */
export function tryingExecutor({ inner, real, pinned, outputs, onTried, clock }: TryingOptions): Executor {
  const perform = async (job: StepJob): Promise<readonly [TriedHow, StepResult]> => {
    const node = job.loaded.nodes.get(job.node);
    const writes = node?.definition.effect === 'write' && node.node.policy.disabled !== true;
    if (!node || !writes) {
      const isMocked = node?.node.policy.mock !== undefined;
      return [isMocked ? 'mocked' : node?.definition.effect === 'read' ? 'read' : 'computed', await inner.execute(job)];
    }
    if (real.has(job.node)) return ['sent', await inner.execute(job)];
    if (node.node.policy.mock) return ['mocked', await inner.execute(job)];
    const sample = Object.hasOwn(pinned, job.node) ? pinned[job.node]?.output : undefined;
    if (sample && node.ports.includes(sample.port)) {
      return ['pinned', { ok: true, port: sample.port, output: sample.value }];
    }
    return ['not-sent', { ok: true, port: node.ports[0] ?? 'out', output: job.input }];
  };
  return {
    async execute(given) {
      const job = { ...given, outputs: { ...outputs, ...given.outputs } };
      const begun = clock();
      const [how, result] = await perform(job);
      const { node, item, input } = job;
      onTried({ node, item, how, input, result, durationMs: clock() - begun });
      return result;
    },
    judge: (job) => inner.judge({ ...job, outputs: { ...outputs, ...job.outputs } }),
  };
}
