import { FlowCanvas } from '../../features/canvas/FlowCanvas.tsx';
import { OperateView } from '../../features/operate/OperateView.tsx';
import { FlowRuns } from '../../features/runs/FlowRuns.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';

/** In the place of the desk: one run on the drawing, or what went through in the last hours. */
export function ModeView({ mode }: { readonly mode: 'run' | 'operate' }) {
  const ui = useEditorUiApi();
  const flowId = useFlowState((state) => state.flow.id);
  const published = useFlowState((state) => state.published?.version);
  const scope = useEditorUi((state) => state.operate);
  const runId = useEditorUi((state) => state.runId);
  return mode === 'run' ? (
    <FlowRuns flowId={flowId} runId={runId} onRun={(next) => ui.setState({ runId: next })} canvas={FlowCanvas} />
  ) : (
    <OperateView
      flowId={flowId}
      published={published}
      scope={scope}
      onScope={(operate) => ui.setState({ operate })}
      canvas={FlowCanvas}
    />
  );
}
