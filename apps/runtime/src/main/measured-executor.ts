import type { Metrics } from '../http/metrics.ts';
import type { Executor } from '../runner/steps/index.ts';

/** The executor, with every attempt counted and timed. */
export function measuredExecutor(executor: Executor, metrics: Metrics): Executor {
  return {
    async execute(job) {
      const from = performance.now();
      const result = await executor.execute(job);
      const type = job.loaded.nodes.get(job.node)?.node.type ?? 'unknown';
      metrics.stepAttempt(type, result.ok ? 'ok' : result.failure.kind, performance.now() - from);
      return result;
    },
    judge: (job) => executor.judge(job),
  };
}
