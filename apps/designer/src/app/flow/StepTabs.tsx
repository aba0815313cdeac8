import { Suspense } from 'react';
import { Palette } from '../../features/canvas/Palette.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { lazyPart, SkeletonRows, Tabs } from '../../ui/index.ts';

const Outline = lazyPart(async () => (await import('../../features/canvas/Outline.tsx')).Outline);

/** The steps to add, and those of the flow as a tree. */
export function StepTabs() {
  const ui = useEditorUiApi();
  const tab = useEditorUi((state) => state.leftTab);
  return (
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
  );
}
