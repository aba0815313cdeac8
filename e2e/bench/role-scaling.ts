import { startChild } from './kit/child.ts';
import { startDatabase } from './kit/database.ts';
import { atLeast, type Finding, moreIsBetter } from './kit/finding.ts';
import { type Contender, type Load, medianRate, takeTurns } from './kit/load.ts';
import { EFFECTS } from './kit/work.ts';
import { startLockstep } from './peers/lockstep.ts';

const ROUNDS = 4;
/** Flows a round: about two seconds of one worker. */
const FLOWS = 600;
/** As beside a partner that takes its time: what limits a worker is how many flows it has under way. */
const IN_FLIGHT = 48;
const EFFECT_MS = 50;
const LOOK_MS = 10;

/** An ingress that only accepts, and one worker or two that carry out, each installation on a database of its own. */
export async function benchRoles(): Promise<Finding> {
  const database = await startDatabase();
  const closers: (() => Promise<void>)[] = [database.close];
  try {
    const install = async (workers: number): Promise<Contender> => {
      const url = await database.another(`roles_${workers}`);
      const perform = () => Promise.reject(new Error('An ingress carries nothing out.'));
      const ingress = await startLockstep(url, { steps: EFFECTS, perform, works: false });
      closers.unshift(ingress.close);
      for (let count = 0; count < workers; count += 1) {
        const worker = await startChild('worker', [url, String(IN_FLIGHT), String(EFFECT_MS)]);
        closers.unshift(worker.close);
      }
      return { measure: () => burst(ingress) };
    };
    const contenders = [await install(2), await install(1)];
    await takeTurns(contenders, 1); // warm
    const [two = 0, one = 0] = (await takeTurns(contenders, ROUNDS)).map(medianRate);
    const row = moreIsBetter({
      ...{ name: 'an ingress and two workers, other systems are the limit', unit: 'flows/s', ours: two },
      ...{ baseline: one, baselineName: 'an ingress and one worker' },
    });
    return {
      row,
      meaning: `${FLOWS} messages at once to a process that only accepts; from the first accept to the last end. Three effects of ${EFFECT_MS} ms, ${IN_FLIGHT} flows under way in each worker.`,
      budget: atLeast(1.7, row),
    };
  } finally {
    for (const close of closers) await close();
  }
}

async function burst({ accept, sql }: Awaited<ReturnType<typeof startLockstep>>): Promise<Load> {
  const from = performance.now();
  await Promise.all(Array.from({ length: FLOWS }, accept));
  for (;;) {
    const [row] = await sql<{ open: boolean }[]>`select exists (select from runs where ended_at is null) as open`;
    if (!row?.open) return { count: FLOWS, ms: performance.now() - from, latencies: [] };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
