import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Suspense } from 'react';
import { Palette } from '../../features/canvas/Palette.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { IconButton, lazyPart, SkeletonRows, Tabs } from '../../ui/index.ts';

const Outline = lazyPart(async () => (await import('../../features/canvas/Outline.tsx')).Outline);

/** Left of the canvas: the steps there are to add, and the steps there are. */
export function LeftPanel() {
  const ui = useEditorUiApi();
  const open = useEditorUi((state) => state.leftOpen);
  const tab = useEditorUi((state) => state.leftTab);
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
  return (
    <aside aria-label="Steps" className="relative flex w-56 shrink-0 flex-col border-r bg-surface">
      <Tabs
        label="Left panel"
        value={tab}
        onChange={(leftTab) => ui.setState({ leftTab })}
        className="min-h-0 flex-1"
        tabs={[
          { id: 'steps', label: 'Add', content: <Palette /> },
          {
            id: 'outline',
            label: 'Outline',
            content: (
              <Suspense fallback={<SkeletonRows label="Loading the outline" />}>
                <Outline />
              </Suspense>
            ),
          },
        ]}
      />
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
