import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Suspense } from 'react';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { IconButton, lazyPart, SkeletonRows } from '../../ui/index.ts';

const StepTabs = lazyPart(async () => (await import('./StepTabs.tsx')).StepTabs);

/** Left of the canvas: the steps there are to add, and the steps there are. The drawing comes first. */
export function LeftPanel() {
  const ui = useEditorUiApi();
  const open = useEditorUi((state) => state.leftOpen);
  const drawn = useEditorUi((state) => state.drawn);
  if (!open) {
    return (
      <div className="shrink-0 border-r bg-surface p-1">
        <IconButton
          label="Show steps"
          icon={<PanelLeftOpen size={16} />}
          onClick={() => ui.setState({ leftOpen: true })}
        />
      </div>
    );
  }
  const loading = <SkeletonRows label="Loading the steps" />;
  return (
    <aside aria-label="Steps" className="relative flex w-56 shrink-0 flex-col border-r bg-surface">
      {drawn ? (
        <Suspense fallback={loading}>
          <StepTabs />
        </Suspense>
      ) : (
        loading
      )}
      <IconButton
        size="sm"
        label="Hide steps"
        icon={<PanelLeftClose size={15} />}
        className="absolute! top-1 right-1"
        onClick={() => ui.setState({ leftOpen: false })}
      />
    </aside>
  );
}
