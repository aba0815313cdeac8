import type { RetryPolicy } from '@lockstep/schema/graph';
import { formatMs } from '../../steps/format-ms.ts';

/** What a retry policy means: `Up to 5 attempts over about 30 s, then the step has failed.` */
export function retrySentence(retry: RetryPolicy | undefined): string {
  if (retry === undefined || retry.maxAttempts <= 1) return 'One attempt: when it fails, the step has failed.';
  return `Up to ${retry.maxAttempts} attempts over about ${formatMs(totalWaitMs(retry))}, then the step has failed.`;
}

/** Longest time spent waiting between the attempts: the first wait, doubled each time, never above the cap. */
export function totalWaitMs({ maxAttempts, baseMs, capMs }: RetryPolicy): number {
  let total = 0;
  for (let attempt = 1; attempt < maxAttempts; attempt += 1) total += Math.min(baseMs * 2 ** (attempt - 1), capMs);
  return total;
}
