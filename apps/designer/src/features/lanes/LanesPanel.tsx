import { getLanes } from '@lockstep/schema/api';
import { ListOrdered, X } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { keyName } from '../../parts/lane-words.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { EmptyState, ErrorState, formatCount, IconButton, SkeletonRows } from '../../ui/index.ts';
import { LaneRow } from './LaneRow.tsx';

/** Runs that begin to wait are no event of the stream. */
const REFRESH_MS = 3_000;

/** Right of the canvas: the keys that a failed run blocks, and those for which runs wait. */
export function LanesPanel() {
  const ui = useEditorUiApi();
  const flowId = useFlowState((state) => state.flow.id);
  const lane = useFlowState((state) => state.flow.settings.lane);
  const lanes = useCall(getLanes, { params: { flowId }, query: { limit: 50 } }, { refetchInterval: REFRESH_MS });
  const { data } = lanes;
  const hidden = data === undefined ? 0 : Math.max(data.keys, data.lanes.length) - data.lanes.length;
  return (
    <section aria-label="Lanes" className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">Lanes</h2>
          <p className="text-muted text-xs">
            {lane === undefined ? 'One at a time for each key.' : `One at a time for each ${keyName(lane)}.`}{' '}
            {data !== undefined && counts(data)}
          </p>
        </div>
        <IconButton
          size="sm"
          label="Close lanes"
          icon={<X size={15} />}
          onClick={() => ui.setState({ panel: undefined })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {lanes.isPending && <SkeletonRows rows={4} label="Loading lanes" />}
        {lanes.isError && (
          <ErrorState
            title="The lanes cannot be shown"
            detail={lanes.error.problem.title}
            onRetry={() => void lanes.refetch()}
          />
        )}
        {data?.lanes.length === 0 && (
          <EmptyState icon={<ListOrdered size={20} />} title="Nothing waits">
            {lane === undefined
              ? 'This flow keeps no order. Switch it on under “Order” in the inspector, with no step selected.'
              : 'Every message begins at once; no key is blocked.'}
          </EmptyState>
        )}
        <ul>
          {data?.lanes.map((one) => (
            <LaneRow key={one.key} lane={one} />
          ))}
        </ul>
        {hidden > 0 && <p className="px-4 py-3 text-muted text-xs">And {formatCount(hidden)} more keys with less.</p>}
      </div>
    </section>
  );
}

function counts({
  keys,
  blocked,
  waiting,
}: {
  readonly keys: number;
  readonly blocked: number;
  readonly waiting: number;
}) {
  const words = [
    ...(blocked > 0 ? [`${formatCount(blocked)} ${blocked === 1 ? 'key is' : 'keys are'} blocked`] : []),
    ...(waiting > 0 ? [`${formatCount(waiting)} wait for ${formatCount(keys)} ${keys === 1 ? 'key' : 'keys'}`] : []),
  ];
  return words.length === 0 ? undefined : `${words.join(', ')}.`;
}
