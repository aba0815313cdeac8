import { z } from 'zod';

export const bcParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'business-central', label: 'Connection', fixed: true });

/** Waits that fit a system which says 429 without saying for how long. */
export const BC_RETRY = { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 } as const;
