import type { RunLane } from '@lockstep/schema/api';
import { isEnded, type RunEvent } from '@lockstep/schema/run';
import type { RunPlaceRow } from '../../store/lanes/view.ts';
import type { ToldRun } from './run-view.ts';

/** Where a run stands in its lane. */
export function runLane(place: RunPlaceRow | undefined, { flow, state, events }: ToldRun): RunLane | undefined {
  if (!place) return undefined;
  const { key, laneState, ahead, behind, holder, heldUntil } = place;
  const name = flow.settings.lane?.name;
  const isWaiting = laneState === 'waiting' && !isEnded(state.status);
  const setAside = events.find((event) => event.type === 'run.filtered');
  return {
    key,
    ...(name !== undefined && { name }),
    state: stateOf(laneState, { isWaiting, setAside }),
    ahead,
    behind,
    ...(isWaiting && holder && { holder }),
    ...(isWaiting && heldUntil !== undefined && { heldUntil }),
    ...(setAside && { setAside: { reason: setAside.reason, ...(setAside.by && { by: setAside.by }) } }),
  };
}

function stateOf(
  laneState: string | null,
  { isWaiting, setAside }: { readonly isWaiting: boolean; readonly setAside: RunEvent | undefined },
): RunLane['state'] {
  if (setAside) return 'set-aside';
  if (isWaiting) return 'waiting';
  switch (laneState) {
    case 'turn':
    case 'blocking':
    case 'left':
      return laneState;
    case 'passing':
      return 'left';
    default:
      return 'through';
  }
}
