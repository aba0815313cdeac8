import type { FlowPause } from '@lockstep/schema/api';
import type { StoredPause } from '../../store/pauses.ts';

export function pauseView({ ingress, by, at }: StoredPause): FlowPause {
  return { ingress, by, at: at.toISOString() };
}
