import type { BatchCounts } from '../../store/bulk-retries.ts';

type BulkMove =
  | { readonly do: 'send' }
  | { readonly do: 'wait' }
  | { readonly do: 'advance'; readonly batchFrom: number; readonly stage: number }
  | { readonly do: 'end'; readonly status: 'done' | 'stopped'; readonly reason?: string };

/** How many leave together: the canary, then ten, then a hundred at a time. */
const STAGES = [1, 10, 100] as const;
/** A later batch of which more than this share failed again is a regression; of the canary, any. */
const MAX_FAILED_SHARE = 0.2;
/** A batch that has not ended by then stops the retry: whatever holds it up would hold up the rest. */
const PATIENCE_MS = 300_000;

/** What a bulk retry does next, from how its batch stands. */
export function nextMove(
  bulk: { readonly total: number; readonly batchFrom: number; readonly stage: number; readonly batchMs: number },
  batch: BatchCounts,
): BulkMove {
  const { resolved, failed, open, unsent } = batch;
  const { total, batchFrom, stage, batchMs } = bulk;
  const ended = resolved + failed;
  const isRegression =
    stage === 1 ? failed > 0 : ended > 0 && failed / Math.max(ended, open + ended) > MAX_FAILED_SHARE;
  if (isRegression) return { do: 'end', status: 'stopped', reason: regression(stage, failed, ended) };
  if (unsent > 0) return { do: 'send' };
  if (open > 0) {
    if (batchMs < PATIENCE_MS) return { do: 'wait' };
    const reason = `${open} of ${batch.size} had not ended after ${PATIENCE_MS / 60_000} minutes. The rest was left alone.`;
    return { do: 'end', status: 'stopped', reason };
  }
  const next = batchFrom + batch.size;
  if (next >= total) return { do: 'end', status: 'done' };
  // A canary that told nothing, because somebody settled it meanwhile, is followed by another one.
  const isProven = stage !== 1 || resolved > 0;
  return { do: 'advance', batchFrom: next, stage: isProven ? nextStage(stage) : stage };
}

function nextStage(stage: number): number {
  return STAGES.find((one) => one > stage) ?? STAGES[STAGES.length - 1] ?? stage;
}

function regression(stage: number, failed: number, ended: number): string {
  if (stage === 1) return 'The first one failed again. The rest was left alone.';
  return `${failed} of ${ended} failed again. The rest was left alone.`;
}
