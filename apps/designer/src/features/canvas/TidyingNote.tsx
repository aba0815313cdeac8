import { useEditorUi } from '../../stores/editor-ui.ts';
import { Button, Spinner } from '../../ui/index.ts';

/** Over the canvas while a layout takes long. */
export function TidyingNote() {
  const tidying = useEditorUi((ui) => ui.tidying);
  if (tidying === undefined) return null;
  return (
    <div className="pointer-events-none absolute inset-x-3 top-16 z-10 flex justify-center">
      <div
        role="status"
        className="pointer-events-auto flex items-center gap-3 rounded-xl border bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-pop"
      >
        <Spinner size={14} />
        <span>Tidying up…</span>
        <Button size="sm" onClick={tidying.cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
