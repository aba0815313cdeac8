import type { ConnectionHealth } from '@lockstep/schema/api';
import { CircleCheck, CirclePause, CircleX, FlaskConical, Waves } from 'lucide-react';
import { Badge, formatClock, formatCount } from '../../ui/index.ts';

/** How the calls of a connection go, in one word and, where it matters, one line. */
export function HealthBadge({ health }: { readonly health: ConnectionHealth }) {
  const { state, by, draining } = health;
  if (state === 'open') {
    return by === undefined ? (
      <Badge tone="failed" icon={<CircleX size={12} aria-hidden="true" />}>
        Failing
      </Badge>
    ) : (
      <Badge tone="waiting" icon={<CirclePause size={12} aria-hidden="true" />}>
        Paused
      </Badge>
    );
  }
  if (state === 'half-open') {
    return (
      <Badge tone="waiting" icon={<FlaskConical size={12} aria-hidden="true" />}>
        Being tried
      </Badge>
    );
  }
  return draining ? (
    <Badge tone="running" icon={<Waves size={12} aria-hidden="true" />}>
      Catching up
    </Badge>
  ) : (
    <Badge tone="ok" icon={<CircleCheck size={12} aria-hidden="true" />}>
      Healthy
    </Badge>
  );
}

/** What the badge means for the flows now; nothing when all is well. */
export function healthLine(health: ConnectionHealth): string | undefined {
  const { state, since, until, by, waiting, rateShare, draining } = health;
  const steps = waiting === 0 ? '' : ` ${formatCount(waiting)} ${waiting === 1 ? 'step waits' : 'steps wait'} for it.`;
  const from = formatClock(Date.parse(since));
  if (state === 'open' && by !== undefined) return `Paused by ${by} at ${from}, until it is resumed.${steps}`;
  if (state === 'open') {
    const next = until === undefined ? '' : `, next tried at ${formatClock(Date.parse(until))}`;
    return `Has not answered well since ${from}${next}.${steps}`;
  }
  if (state === 'half-open') return `Single calls try whether it is back.${steps}`;
  if (draining) return `It is back. What had waited goes through at its set rate.${steps}`;
  if (rateShare !== undefined && rateShare < 1) {
    return `It asked us to slow down: ${Math.round(rateShare * 100)} % of its rate for now.${steps}`;
  }
  return steps === '' ? undefined : steps.trim();
}
