import type { FlowStorage, RetentionPreview } from '@lockstep/schema/api';
import { formatBytes, formatCount, type StatusTone } from '../ui/index.ts';

/** `for 30 days`, `for ever`. */
export function keptFor(days: number): string {
  if (days === 0) return 'for ever';
  return `for ${formatCount(days)} ${days === 1 ? 'day' : 'days'}`;
}

/** `up to 2.0 GB`, `no limit`. */
export function limitWords(quotaBytes: number): string {
  return quotaBytes === 0 ? 'no limit' : `up to ${formatBytes(quotaBytes)}`;
}

/** `1 run`, `12,400 runs`. */
export function runCount(runs: number): string {
  return `${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}`;
}

/** How full a flow is, where people should know. */
export const FULLNESS: Readonly<
  Record<FlowStorage['fullness'], { readonly tone: StatusTone; readonly words: string } | undefined>
> = {
  none: undefined,
  ok: undefined,
  near: { tone: 'waiting', words: 'Storage nearly full' },
  full: { tone: 'failed', words: 'Storage full' },
};

/** What a count before a change means, as a sentence; `undefined`: nothing would be removed. */
export function removalWords({ done, failed }: RetentionPreview): string | undefined {
  const parts = [
    done.runs > 0 ? runCount(done.runs) : undefined,
    failed.runs > 0
      ? `${runCount(failed.runs)} that failed or ${failed.runs === 1 ? 'was' : 'were'} cancelled`
      : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return `This removes ${parts.join(' and ')} within minutes, for good (${formatBytes(done.bytes + failed.bytes)}).`;
}
