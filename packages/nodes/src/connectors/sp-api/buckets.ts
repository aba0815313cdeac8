import { type StepContext, StepError } from '@lockstep/schema/node';

/** Operations by the name the usage plans have, with tokens a second and the burst. @see developer-docs.amazon.com/sp-api, "Usage Plans and Rate Limits" */
export const USAGE_PLANS = {
  getOrders: { perSecond: 0.0167, burst: 20 },
  getOrder: { perSecond: 0.5, burst: 30 },
  getOrderItems: { perSecond: 0.5, burst: 30 },
  confirmShipment: { perSecond: 2, burst: 10 },
  patchListingsItem: { perSecond: 5, burst: 10 },
  putListingsItem: { perSecond: 5, burst: 10 },
  createRestrictedDataToken: { perSecond: 1, burst: 10 },
} as const;
export type Operation = keyof typeof USAGE_PLANS;

interface Bucket {
  tokens: number;
  /** Epoch milliseconds at which `tokens` was true. */
  at: number;
  perSecond: number;
  readonly burst: number;
}

const DAY_MS = 86_400_000;

/** The bucket of one operation, shared by all steps of this process. Other processes, and other apps of the seller, are told by a 429. */
export interface OperationBucket {
  /** @throws StepError `rate-limited`, which did not attempt anything, when there is no token now */
  take(): void;
  /** The seller's own rate, as an answer says it. */
  learn(perSecond: number): void;
  /** Amazon counts fewer tokens than we do. @returns milliseconds until there is one */
  empty(): number;
}

export async function bucketOf(
  ctx: Pick<StepContext, 'cached' | 'now'>,
  connection: string,
  operation: Operation,
): Promise<OperationBucket> {
  const plan = USAGE_PLANS[operation];
  const bucket = await ctx.cached(JSON.stringify(['sp-api-bucket', connection, operation]), DAY_MS, async () => {
    const fresh: Bucket = { tokens: plan.burst, at: ctx.now, perSecond: plan.perSecond, burst: plan.burst };
    return fresh;
  });
  const waitMs = (): number => Math.ceil(((1 - bucket.tokens) / bucket.perSecond) * 1000);
  const refill = (): void => {
    const passed = Math.max(0, ctx.now - bucket.at) / 1000;
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + passed * bucket.perSecond);
    bucket.at = Math.max(bucket.at, ctx.now);
  };
  return {
    take: () => {
      refill();
      if (bucket.tokens < 1) throw noToken(operation, waitMs());
      bucket.tokens -= 1;
    },
    learn: (perSecond) => {
      if (perSecond > 0) bucket.perSecond = perSecond;
    },
    empty: () => {
      refill();
      bucket.tokens = Math.min(bucket.tokens, 0);
      return waitMs();
    },
  };
}

function noToken(operation: Operation, retryAfterMs: number): StepError {
  return new StepError({
    kind: 'transient',
    category: 'rate',
    code: 'rate-limited',
    message: `Amazon takes no further ${operation} for ${Math.ceil(retryAfterMs / 1000)} s: the usage plan is used up.`,
    retryAfterMs,
    notAttempted: true,
  });
}
