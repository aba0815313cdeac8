import { Suspense } from 'react';
import { useEditorUi } from '../../stores/editor-ui.ts';
import { lazyPart } from '../../ui/index.ts';

const QuickAddPopup = lazyPart(async () => (await import('./QuickAddPopup.tsx')).QuickAddPopup);

/** The quick way to a step: type a few letters, Enter. Opens at the pointer, a port or an edge. */
export function QuickAdd() {
  const request = useEditorUi((ui) => ui.quickAdd);
  if (request === undefined) return null;
  return (
    <Suspense>
      <QuickAddPopup key={`${request.at.x} ${request.at.y}`} />
    </Suspense>
  );
}
