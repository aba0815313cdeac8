import { randomUUID } from 'node:crypto';
import { Logger, parseCronItems, run, type TaskList } from 'graphile-worker';
import { EFFECTS, MESSAGE, perform } from '../kit/work.ts';
import type { Peer } from './pg-boss.ts';

type Work = { readonly flow: string; readonly message: unknown; readonly done: readonly unknown[] };

/** As its page on performance has it: a local queue of 500, completions in batches, 24 jobs at once. Its pool has the default size, and PostgreSQL room for all contenders. */
const SETTINGS = {
  concurrentJobs: 24,
  maxPoolSize: 10,
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
} as const;

/** graphile-worker: a task for each effect; a step is stored by adding the job of the next task and completing its own. */
export async function startGraphileWorker(connectionString: string): Promise<Peer> {
  const ended = new Map<string, () => void>();
  const taskList: TaskList = Object.fromEntries(
    EFFECTS.map((effect, index) => [
      effect,
      async (payload, helpers) => {
        const work = payload as Work;
        const done = [...work.done, await perform(effect)];
        const next = EFFECTS[index + 1];
        if (next) await helpers.addJob(next, { ...work, done });
        else ended.get(work.flow)?.();
      },
    ]),
  );
  const quiet = new Logger(() => () => undefined);
  const runner = await run({
    preset: { worker: { connectionString, ...SETTINGS, logger: quiet } },
    taskList,
    parsedCronItems: parseCronItems([]),
  });
  return {
    async complete() {
      const flow = randomUUID();
      const end = new Promise<void>((resolve) => ended.set(flow, resolve));
      await runner.addJob(EFFECTS[0], { flow, message: MESSAGE, done: [] } satisfies Work);
      await end;
      ended.delete(flow);
    },
    close: () => runner.stop(),
  };
}
