import { createHostOn, type Host, type HostSettings } from '../host/index.ts';
import { createMemoryStorage, type MemoryStorage } from '../memory/memory-storage.ts';
import type { FaultPlan } from './faults.ts';
import { createProcess, type SimulatedProcess } from './process.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface SimulationOptions {
  /** The same seed gives the same simulation. */
  readonly seed: number;
  /** Epoch milliseconds at which it begins. */
  readonly startMs: number;
  /** Longest time of a statement or a step in virtual milliseconds; 0 is the default. */
  readonly latencyMs?: number;
  readonly plan?: FaultPlan;
  /** A killed process is started again after this time; never when absent. */
  readonly restartMs?: number;
}

/** An installation in this process: hosts over one memory, in virtual time. */
export interface Simulation {
  readonly clock: VirtualClock;
  readonly storage: MemoryStorage;
  /** Starts a further process. */
  start(settings: ProcessSettings): Promise<RunningProcess>;
  /** Boundaries passed so far. */
  boundaries(): number;
  /** The processes that live. */
  alive(): readonly RunningProcess[];
}

export type ProcessSettings = Omit<HostSettings, 'workerId'>;

export interface RunningProcess extends Pick<SimulatedProcess, 'isAlive' | 'kill'> {
  readonly name: string;
  readonly host: Host;
}

/** Leases and polls as the product has them. */
const TIMING = { leaseMs: 5_000, heartbeatMs: 1_000, pollMs: 1_000 };
/**
 * For simulations of days in which nobody dies: then no lease lapses, and nothing needs to be asked for again and again,
 * because what is due rings by itself in the memory.
 */
export const QUIET = { leaseMs: 1e12, heartbeatMs: 1e10, pollMs: 1e10 };

export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, startMs, latencyMs = 0, plan = () => undefined, restartMs } = options;
  const clock = createVirtualClock(startMs, seed);
  const storage = createMemoryStorage(clock);
  const running: RunningProcess[] = [];
  let boundaries = 0;
  let started = 0;

  async function start(settings: ProcessSettings): Promise<RunningProcess> {
    started += 1;
    const name = `process-${started}`;
    const process = createProcess({
      name,
      clock,
      storage,
      executor: settings.executor,
      latencyMs,
      plan,
      count: () => {
        boundaries += 1;
        return boundaries;
      },
      onKilled() {
        if (restartMs !== undefined) clock.after(restartMs, () => void start(settings));
      },
    });
    const { clock: ownClock, storage: ownStorage, executor } = process;
    const parts = { ...TIMING, ...settings, workerId: name };
    const host = await createHostOn({ ...parts, clock: ownClock, storage: ownStorage, executor });
    const { isAlive, kill } = process;
    const self: RunningProcess = { name, host, isAlive, kill };
    running.push(self);
    return self;
  }

  return {
    clock,
    storage,
    start,
    boundaries: () => boundaries,
    alive: () => running.filter(({ isAlive }) => isAlive()),
  };
}
