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

/** With a number of runs and a time behind it, it works on what others accept. */
const [databaseUrl = '', maxInFlight, effectTime = '0'] = process.argv.slice(2);
let effectMs = Number(effectTime);
const lockstep = await startLockstep(databaseUrl, {
  steps: EFFECTS,
  ...(maxInFlight !== undefined && { maxInFlight: Number(maxInFlight) }),
  perform: async (effect) => {
    await sleep(effectMs);
    return { effect, reference: 'SO-4711' };
  },
});

answerParent<WorkerLoad>(async (load): Promise<Load> => {
  effectMs = load.effectMs;
  return closedLoop(lockstep.complete, load);
}, lockstep.close);
