import { type ComponentType, useState } from 'react';
import type { Autosave } from '../../stores/autosave.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog } from '../../ui/index.ts';
import { type DiffCanvasProps, DiffView } from './diff/DiffView.tsx';

export interface ConflictDialogProps {
  readonly autosave: Autosave;
  /** Draws the two drafts over each other. */
  readonly canvas: ComponentType<DiffCanvasProps>;
}

/** Somebody else saved this draft in between: a person decides, and sees what they decide about. */
export function ConflictDialog({ autosave, canvas }: ConflictDialogProps) {
  const status = useFlowState((state) => state.status);
  const mine = useFlowState((state) => state.flow);
  const [busy, setBusy] = useState(false);
  const ui = useEditorUiApi();
  const later = useEditorUi((state) => state.conflictLater);
  if (status.kind !== 'conflict' || later) return null;
  const keepMine = async () => {
    setBusy(true);
    await autosave.keepMine();
    setBusy(false);
  };
  return (
    <Dialog
      open
      onClose={() => ui.setState({ conflictLater: true })}
      size="full"
      title="Somebody saved this draft in between"
      description="Your changes are kept in this browser and nothing is saved until you choose. The drafts are not merged."
      footer={
        <>
          <Button onClick={autosave.takeTheirs}>Take theirs</Button>
          <Button kind="primary" busy={busy} onClick={() => void keepMine()}>
            Keep mine
          </Button>
        </>
      }
    >
      <div className="-mx-5 flex h-full min-h-0 flex-col border-t">
        <DiffView
          before={status.theirs.flow}
          after={mine}
          canvas={canvas}
          none="Both mean the same."
          aside={
            <p className="border-b px-4 py-2 text-muted text-xs">
              From theirs to yours: + is in yours, − in theirs only.
            </p>
          }
        />
      </div>
    </Dialog>
  );
}
