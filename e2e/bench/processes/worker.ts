import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from '../kit/child.ts';
import { closedLoop, type Load } from '../kit/load.ts';
import { EFFECTS } from '../kit/work.ts';
import { startLockstep } from '../peers/lockstep.ts';

/** A round of a worker process that accepts its own messages. */
export interface WorkerLoad {
  readonly inFlight: number;
  readonly forMs: number;
  /** How long the other system takes for each of the three effects. */
  readonly effectMs: number;
}

const [databaseUrl = ''] = process.argv.slice(2);
let effectMs = 0;
const lockstep = await startLockstep(databaseUrl, {
  steps: EFFECTS,
  perform: async (effect) => {
    await sleep(effectMs);
    return { effect, reference: 'SO-4711' };
  },
});

answerParent<WorkerLoad>(async (load): Promise<Load> => {
  effectMs = load.effectMs;
  return closedLoop(lockstep.complete, load);
}, lockstep.close);
