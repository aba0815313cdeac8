import type { FlowPause } from '@lockstep/schema/api';
import { Pause } from 'lucide-react';
import { Badge } from '../../ui/index.ts';

export interface PausedBadgeProps {
  readonly pause: FlowPause;
  /** Messages that wait for the resume, where it is known. */
  readonly held?: number | undefined;
}

/** Says that nothing new of a flow begins, and what becomes of its messages. */
export function PausedBadge({ pause, held }: PausedBadgeProps) {
  const doors = pause.ingress === 'refuse' ? 'Messages are turned away.' : 'Messages are kept until it goes on.';
  return (
    <span title={`Paused by ${pause.by}, ${new Date(pause.at).toLocaleString()}. ${doors}`}>
      <Badge tone="waiting" icon={<Pause size={10} aria-hidden="true" />}>
        Paused{held !== undefined && held > 0 && `, ${held} waiting`}
      </Badge>
    </span>
  );
}
