import { PanelRightClose } from 'lucide-react';
import { Suspense, useDeferredValue, useMemo } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { IconButton, lazyPart, SkeletonRows } from '../../ui/index.ts';
import { FlowSummaryPanel } from './FlowSummaryPanel.tsx';

// The forms are most of the code and nothing of the first view.
const NodeInspector = lazyPart(async () => (await import('./NodeInspector.tsx')).NodeInspector);

/** Right of the canvas: the settings of the selected step, or of the flow when none is selected. */
export function Inspector() {
  const ui = useEditorUiApi();
  const nodes = useFlowState((state) => state.selection.nodes);
  // The canvas answers at once; the form, which is much more to draw, follows when the browser has time.
  const only = useDeferredValue(nodes[0]);
  const node = useFlowState((state) => state.flow.nodes.find(({ id }) => id === only));
  const close = useMemo(
    () => (
      <IconButton
        size="sm"
        label="Close the inspector"
        icon={<PanelRightClose size={15} />}
        onClick={() => ui.setState({ inspectorOpen: false })}
      />
    ),
    [ui],
  );
  // The form of before is not drawn again while that of the next step is being made.
  const form = useMemo(
    () => node && <NodeInspector key={node.id} node={node} definition={catalogue.get(node.type)} close={close} />,
    [node, close],
  );
  if (nodes.length > 1) return <SeveralSelected count={nodes.length} close={close} />;
  if (form === undefined) return <FlowSummaryPanel close={close} />;
  return <Suspense fallback={<SkeletonRows label="Loading the settings" />}>{form}</Suspense>;
}

function SeveralSelected({ count, close }: { readonly count: number; readonly close: React.ReactNode }) {
  return (
    <div className="flex items-start gap-2 p-4">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold text-base">{count} steps selected</h2>
        <p className="text-muted text-sm">
          Drag one to move all. Ctrl C copies them, Del deletes them, D switches them off.
        </p>
      </div>
      {close}
    </div>
  );
}
