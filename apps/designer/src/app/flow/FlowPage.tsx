import { useSearch } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import { isTourSeen } from '../../features/tour/tour-seen.ts';
import { createEditorUi, EditorUiProvider } from '../../stores/editor-ui.ts';
import { FlowStoreProvider } from '../../stores/FlowStoreProvider.tsx';
import type { FlowStore } from '../../stores/flow-store.ts';
import { ErrorState, Skeleton } from '../../ui/index.ts';
import { FlowEditor } from './FlowEditor.tsx';
import { asPanel } from './use-address.ts';
import { useOpenFlow } from './use-open-flow.ts';

/** `/flows/:flowId`: opens the draft and hands it to the editor. */
export function FlowPage({ flowId }: { readonly flowId: string }) {
  const { opening, again } = useOpenFlow(flowId);
  switch (opening.kind) {
    case 'loading':
      return <Loading />;
    case 'failed':
      return (
        <div className="grid h-full place-items-center">
          <ErrorState title={opening.title} detail={opening.detail} offline={opening.offline} onRetry={again} />
        </div>
      );
    case 'open':
      return <OpenFlow store={opening.store} />;
    default:
      return opening satisfies never;
  }
}

function OpenFlow({ store }: { readonly store: FlowStore }) {
  const search = useSearch({ from: '/flows/$flowId' });
  const [ui] = useState(() =>
    createEditorUi({
      leftOpen: innerWidth >= 1200,
      panel: search.v === undefined ? asPanel(search.panel) : 'versions',
      viewing: search.v,
      mapping: search.map,
      mode: search.mode ?? 'design',
      tour: store.getState().published === undefined && !isTourSeen(),
      operate: { hours: search.hours ?? 24, version: search.of, versus: search.versus },
      runId: search.run,
      stepView: search.view === 'step' ? search.node : undefined,
    }),
  );
  return (
    <FlowStoreProvider store={store}>
      <EditorUiProvider value={ui}>
        <ReactFlowProvider>
          <FlowEditor />
        </ReactFlowProvider>
      </EditorUiProvider>
    </FlowStoreProvider>
  );
}

function Loading() {
  return (
    <div className="flex h-full flex-col" role="status" aria-label="Opening the flow">
      <div className="flex h-12 items-center gap-4 border-b bg-surface px-4">
        <Skeleton className="h-4 w-48" />
        <Skeleton className="ml-auto h-7 w-40" />
      </div>
      <div className="flex flex-1 items-center justify-center gap-12">
        <Skeleton className="h-20 w-56" />
        <Skeleton className="h-20 w-56" />
        <Skeleton className="h-20 w-56" />
      </div>
    </div>
  );
}
