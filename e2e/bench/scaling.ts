import { startChild } from './kit/child.ts';
import { startDatabase } from './kit/database.ts';
import { atLeast, type Finding, moreIsBetter } from './kit/finding.ts';
import { type Load, medianRate, takeTurns } from './kit/load.ts';
import type { WorkerLoad } from './processes/worker.ts';
import { benchRoles } from './role-scaling.ts';

const ROUNDS = 4;
const ROUND_MS = 1500;

/** Other systems take their time: what limits a process is how many runs it has under way. */
const SLOW_PARTNER: WorkerLoad = { inFlight: 48, effectMs: 50, forMs: ROUND_MS };
/** They take none: processors and PostgreSQL are the limit. */
const NO_PARTNER: WorkerLoad = { inFlight: 128, effectMs: 0, forMs: ROUND_MS };

/** A second process on the same database: both do everything, or each has its role. */
export async function benchScaling(): Promise<Finding[]> {
  return [...(await benchProcesses()), await benchRoles()];
}

async function benchProcesses(): Promise<Finding[]> {
  const database = await startDatabase();
  try {
    const workers = await Promise.all([1, 2].map(() => startChild<WorkerLoad, Load>('worker', [database.url])));
    try {
      const together = async (count: number, load: WorkerLoad) =>
        sum(await Promise.all(workers.slice(0, count).map((worker) => worker.ask(load))));
      const contenders = [SLOW_PARTNER, NO_PARTNER].flatMap((load) =>
        [2, 1].map((count) => ({ measure: () => together(count, load) })),
      );
      await takeTurns(contenders, 1); // warm
      return rows((await takeTurns(contenders, ROUNDS)).map(medianRate));
    } finally {
      await Promise.all(workers.map((worker) => worker.close()));
    }
  } finally {
    await database.close();
  }
}

function rows([twoSlow = 0, oneSlow = 0, twoFull = 0, oneFull = 0]: readonly number[]): Finding[] {
  const against = (name: string, ours: number, baseline: number) =>
    moreIsBetter({ name, unit: 'flows/s', ours, baseline, baselineName: 'one process' });
  const { effectMs, inFlight } = SLOW_PARTNER;
  const slow = against('two processes, other systems are the limit', twoSlow, oneSlow);
  return [
    {
      row: slow,
      meaning: `Three effects of ${effectMs} ms, ${inFlight} flows under way in each process: PostgreSQL has room.`,
      budget: atLeast(1.7, slow),
    },
    {
      row: against('two processes, this machine is the limit', twoFull, oneFull),
      meaning:
        'The same with effects that take no time: on this machine, processors and PostgreSQL are shared by both.',
    },
  ];
}

/** Loads of processes that ran side by side, as one. */
function sum(loads: readonly Load[]): Load {
  return {
    count: loads.reduce((total, { count }) => total + count, 0),
    ms: Math.max(...loads.map(({ ms }) => ms)),
    latencies: loads.flatMap(({ latencies }) => latencies),
  };
}
