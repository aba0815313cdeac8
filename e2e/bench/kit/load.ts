import { median } from './figures.ts';

/** What a stretch of load gave. */
export interface Load {
  readonly count: number;
  /** From the first call to the last answer. */
  readonly ms: number;
  /** Of every call, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Calls in a closed loop: `inFlight` callers, each asks again when it has its answer, until `forMs` have passed. */
export async function closedLoop(
  call: () => Promise<unknown>,
  { inFlight, forMs }: { readonly inFlight: number; readonly forMs: number },
): Promise<Load> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const caller = async () => {
    for (let from = performance.now(); from - startedAt < forMs; ) {
      await call();
      const now = performance.now();
      latencies.push(now - from);
      from = now;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return { count: latencies.length, ms: performance.now() - startedAt, latencies };
}

export function perSecond({ count, ms }: Load): number {
  return (count / ms) * 1000;
}

/** Something that is measured against others. */
export interface Contender {
  /** One round. */
  readonly measure: () => Promise<Load>;
  /** Brings it back to rest after a round, so that it does not disturb the next contender. */
  readonly settle?: () => Promise<void>;
}

/** What each contender gave in every round, in the order they were given. */
export type Rounds = readonly (readonly Load[])[];

/** Lets contenders take turns, the order turned round every time, so that a busy machine is busy for all of them. */
export async function takeTurns(contenders: readonly Contender[], rounds: number): Promise<Rounds> {
  const loads: Load[][] = contenders.map(() => []);
  const places = contenders.map((contender, index) => ({ contender, index }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { contender, index } of round % 2 === 0 ? places : [...places].reverse()) {
      loads[index]?.push(await contender.measure());
      await contender.settle?.();
    }
  }
  return loads;
}

/** Median of the rates of the rounds. */
export function medianRate(loads: readonly Load[] | undefined): number {
  return median((loads ?? []).map(perSecond));
}

/** Latencies of all rounds together. */
export function allLatencies(loads: readonly Load[] | undefined): readonly number[] {
  return (loads ?? []).flatMap(({ latencies }) => latencies);
}
