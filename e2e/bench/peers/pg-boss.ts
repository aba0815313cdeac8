import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { EFFECTS, MESSAGE, perform } from '../kit/work.ts';

/** A peer that takes a message and performs the three effects, each stored before the next begins. */
export interface Peer {
  /** Resolves when the flow of a new message has ended. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

type Work = { readonly flow: string; readonly message: unknown; readonly done: readonly unknown[] };

/** Jobs a worker takes at once: pg-boss is quickest in batches, and each call to it is one statement for the batch. */
const BATCH = 100;
/** Workers of each queue. Six mixes were tried (1 to 4 workers, batches of 25 to 100, with and without NOTIFY): none was surely quicker. */
const WORKERS = 1;

/**
 * pg-boss: a queue for each effect. A flow begins with a `send` of its own, because its sender waits for that commit; a
 * step is stored by inserting the jobs of the next queue and completing those of this one, both for the whole batch.
 */
export async function startPgBoss(connectionString: string): Promise<Peer> {
  const boss = new PgBoss({ connectionString, max: 8, supervise: false, schedule: false, useListenNotify: true });
  boss.on('error', (error: unknown) => {
    throw error;
  });
  await boss.start();
  const ended = new Map<string, () => void>();
  for (const queue of EFFECTS) await boss.createQueue(queue, { notify: true });
  for (const [index, effect] of EFFECTS.entries()) {
    const next = EFFECTS[index + 1];
    const options = { batchSize: BATCH, localConcurrency: WORKERS, pollingIntervalSeconds: 0.5 };
    await boss.work<Work>(effect, { ...options, burstWhenBatchFull: true }, async (jobs) => {
      const works = await Promise.all(
        jobs.map(async ({ data }) => ({ ...data, done: [...data.done, await perform(effect)] })),
      );
      if (next)
        await boss.insert(
          next,
          works.map((data) => ({ data })),
        );
      else for (const { flow } of works) ended.get(flow)?.();
    });
  }
  return {
    async complete() {
      const flow = randomUUID();
      const end = new Promise<void>((resolve) => ended.set(flow, resolve));
      await boss.send(EFFECTS[0], { flow, message: MESSAGE, done: [] } satisfies Work);
      await end;
      ended.delete(flow);
    },
    close: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}
