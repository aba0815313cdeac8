import { getLanes } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { waitBehind } from '../../parts/lane-words.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { formatCount } from '../../ui/index.ts';

export interface LaneNote {
  readonly text: string;
  /** A person must do something. */
  readonly isBlocked: boolean;
}

/** Runs that begin to wait are no event of the stream. */
const REFRESH_MS = 5_000;

/** What waits in the lanes of the open flow, in a few words; `undefined` while nothing does, or it has never been published. */
export function useLaneNote(): LaneNote | undefined {
  const flowId = useFlowState((state) => state.flow.id);
  const isPublished = useFlowState((state) => state.published !== undefined);
  const { data } = useCall(
    getLanes,
    { params: { flowId }, query: { limit: 1 } },
    { enabled: isPublished, refetchInterval: REFRESH_MS },
  );
  if (data === undefined) return undefined;
  const { blocked, waiting, keys, lanes } = data;
  const [first] = lanes;
  if (blocked > 1) {
    return { text: `${formatCount(blocked)} keys blocked, ${formatCount(waiting)} wait`, isBlocked: true };
  }
  if (blocked === 1 && first !== undefined) return { text: waitBehind(first.waiting, first.key), isBlocked: true };
  if (waiting === 0) return undefined;
  if (keys === 1 && first !== undefined) return { text: waitBehind(waiting, first.key), isBlocked: false };
  return { text: `${formatCount(waiting)} wait for ${formatCount(keys)} keys`, isBlocked: false };
}
