import { cancelRun, getRun, listRuns } from '@lockstep/schema/api';
import { useSend } from '../../api/index.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';

export function CancelRunDialog({ runId, onClose }: { readonly runId: string; readonly onClose: () => void }) {
  const { send, pending } = useSend(cancelRun, [listRuns, getRun]);
  const cancel = async (): Promise<void> => {
    const answer = await send({ params: { runId }, body: { by: 'operator' } });
    onClose();
    if (answer.ok) toast({ kind: 'ok', title: 'The run is cancelled' });
    else toast({ kind: 'failed', title: 'Not cancelled', detail: answer.problem.detail ?? answer.problem.title });
  };
  return (
    <ConfirmDialog
      open
      title="Cancel this run?"
      action="Cancel run"
      busy={pending}
      onConfirm={() => void cancel()}
      onClose={onClose}
    >
      What is under way with other systems settles first; nothing new begins. What was done already stays done.
    </ConfirmDialog>
  );
}
