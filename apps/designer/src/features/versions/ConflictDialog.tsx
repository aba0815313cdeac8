import { useState } from 'react';
import type { Autosave } from '../../stores/autosave.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog } from '../../ui/index.ts';
import { ChangeList } from './ChangeList.tsx';

/** Somebody else saved this draft in between: a person decides, and sees what they decide about. */
export function ConflictDialog({ autosave }: { readonly autosave: Autosave }) {
  const status = useFlowState((state) => state.status);
  const mine = useFlowState((state) => state.flow);
  const [busy, setBusy] = useState(false);
  if (status.kind !== 'conflict') return null;
  const keepMine = async () => {
    setBusy(true);
    await autosave.keepMine();
    setBusy(false);
  };
  return (
    <Dialog
      open
      // Closing without a decision would leave the work unsaved in silence.
      onClose={() => {}}
      size="lg"
      title="Somebody saved this draft in between"
      description="Your changes are kept in this browser. Choose which draft goes on; the other is not merged in."
      footer={
        <>
          <Button onClick={autosave.takeTheirs}>Take theirs</Button>
          <Button kind="primary" busy={busy} onClick={() => void keepMine()}>
            Keep mine
          </Button>
        </>
      }
    >
      <h3 className="mb-1.5 font-medium text-xs">From theirs to yours</h3>
      <ChangeList before={status.theirs.flow} after={mine} none="Both are the same." />
    </Dialog>
  );
}
