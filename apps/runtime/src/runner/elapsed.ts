import { type Clock, systemClock } from './clock.ts';

/**
 * Begins to measure; each call gives the milliseconds since. The larger of two clocks counts: the monotonic one, which
 * nobody can set back, and the wall clock, which goes on while a virtual machine is suspended. So a pause of any kind is
 * noticed, and a wall clock set forward is taken for one.
 */
export function startElapsed(clock: Pick<Clock, 'now' | 'monotonic'> = systemClock): () => number {
  const [monotonic, wall] = [clock.monotonic(), clock.now()];
  return () => Math.max(clock.monotonic() - monotonic, clock.now() - wall);
}
