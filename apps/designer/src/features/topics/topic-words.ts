import type { ReplayView, TopicView } from '@lockstep/schema/api';
import { formatBytes, formatCount, formatDuration, type StatusTone } from '../../ui/index.ts';

/** Milliseconds between looks: events are no news of the live stream, of which there may be thousands a second. */
export const REFRESH_MS = 3_000;

const DAY_MS = 86_400_000;

/** How long, and up to which size, events stay: `7 days`, `12 h 00 min, 1.0 MB`. */
export function keptWords({ keptMs, retentionBytes }: Pick<TopicView, 'keptMs' | 'retentionBytes'>): string {
  const days = keptMs / DAY_MS;
  const time = Number.isInteger(days) ? (days === 1 ? '1 day' : `${days} days`) : formatDuration(keptMs);
  return retentionBytes === undefined ? time : `${time}, ${formatBytes(retentionBytes)}`;
}

export const REPLAY_LOOK: Readonly<
  Record<ReplayView['status'], { readonly label: string; readonly tone: StatusTone }>
> = {
  running: { label: 'Replaying', tone: 'running' },
  paused: { label: 'Paused', tone: 'waiting' },
  done: { label: 'Replayed', tone: 'ok' },
  aborted: { label: 'Ended early', tone: 'failed' },
};

/** What a replay has done so far. */
export function replayWords({ begun, total, passed, expired, perSecond, status }: ReplayView): string {
  const parts = [
    `${formatCount(begun)} of ${total === begun ? '' : 'about '}${formatCount(Math.max(total, begun))} runs begun`,
    ...(passed > 0 ? [`${formatCount(passed)} events passed over`] : []),
    ...(expired > 0 ? [`${formatCount(expired)} no longer kept`] : []),
    ...(status === 'running' && perSecond !== undefined ? [`${formatCount(perSecond)} a second at most`] : []),
  ];
  return parts.join(', ');
}
