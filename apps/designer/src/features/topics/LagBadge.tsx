import type { ConsumerView } from '@lockstep/schema/api';
import { Check, Clock, Pause } from 'lucide-react';
import { Badge, formatCount, formatDuration } from '../../ui/index.ts';

/** A consumer is late when the oldest event it has not read waits longer than this. */
const LATE_MS = 60_000;

/** How far a flow is behind on its topic, in events, and for how long the oldest of them has waited. */
export function LagBadge({ consumer: { lag, lagMs, paused } }: { readonly consumer: ConsumerView }) {
  if (lag === 0) {
    return (
      <Badge
        tone={paused ? 'waiting' : 'ok'}
        icon={paused ? <Pause size={10} aria-hidden="true" /> : <Check size={10} aria-hidden="true" />}
      >
        {paused ? 'Paused' : 'Up to date'}
      </Badge>
    );
  }
  const behind = `${formatCount(lag)} behind`;
  const isLate = lagMs > LATE_MS && !paused;
  return (
    <span title={`The oldest has waited ${formatDuration(lagMs)}`}>
      <Badge
        tone={isLate ? 'failed' : 'waiting'}
        icon={paused ? <Pause size={10} aria-hidden="true" /> : <Clock size={10} aria-hidden="true" />}
      >
        {paused ? `Paused, ${behind}` : behind}
      </Badge>
    </span>
  );
}
