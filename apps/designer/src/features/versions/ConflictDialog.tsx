import { useState } from 'react';
import type { Autosave } from '../../stores/autosave.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog } from '../../ui/index.ts';
import { ChangeList } from './ChangeList.tsx';

/** Somebody else saved this draft in between: a person decides, and sees what they decide about. */
export function ConflictDialog({ autosave }: { readonly autosave: Autosave }) {
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
      size="lg"
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
      <h3 className="mb-1.5 font-medium text-xs">Differences: − theirs, + yours</h3>
      <ChangeList before={status.theirs.flow} after={mine} none="Both are the same." />
    </Dialog>
  );
}
