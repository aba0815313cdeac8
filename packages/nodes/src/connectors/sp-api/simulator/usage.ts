import type { Clock } from '../../../simulators/kit/simulator.ts';
import { type Operation, USAGE_PLANS } from '../buckets.ts';

/** The usage plans of one app: a token bucket for each operation. */
export interface Usage {
  /** True when there was a token. */
  take(operation: Operation): boolean;
  /** As the header says it. */
  rateOf(operation: Operation): string;
  /** Tokens left, by operation used so far. */
  left(): Readonly<Record<string, number>>;
}

/** `factor` multiplies every rate and burst: what a larger seller gets. */
export function createUsage(clock: Clock, factor: () => number): Usage {
  const buckets = new Map<Operation, { tokens: number; at: number }>();
  const bucket = (operation: Operation): { tokens: number; at: number } => {
    const { perSecond, burst } = USAGE_PLANS[operation];
    const known = buckets.get(operation) ?? { tokens: burst * factor(), at: clock() };
    const passed = Math.max(0, clock() - known.at) / 1000;
    const tokens = Math.min(burst * factor(), known.tokens + passed * perSecond * factor());
    const now = { tokens, at: clock() };
    buckets.set(operation, now);
    return now;
  };
  return {
    take: (operation) => {
      const found = bucket(operation);
      if (found.tokens < 1) return false;
      found.tokens -= 1;
      return true;
    },
    rateOf: (operation) => String(USAGE_PLANS[operation].perSecond * factor()),
    left: () =>
      Object.fromEntries([...buckets.keys()].map((operation) => [operation, Math.floor(bucket(operation).tokens)])),
  };
}
