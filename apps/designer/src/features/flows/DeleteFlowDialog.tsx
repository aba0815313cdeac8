import { deleteFlow, type FlowSummary, listFlows } from '@lockstep/schema/api';
import { useSend } from '../../api/index.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';

export interface DeleteFlowDialogProps {
  readonly flow: FlowSummary;
  readonly onClose: () => void;
}

export function DeleteFlowDialog({ flow, onClose }: DeleteFlowDialogProps) {
  const { send, pending } = useSend(deleteFlow, [listFlows]);
  const hooks = flow.triggers.flatMap(({ path }) => path ?? []);
  const remove = async (): Promise<void> => {
    const answer = await send({ params: { flowId: flow.id } });
    onClose();
    if (answer.ok) toast({ kind: 'ok', title: `${flow.name} is deleted` });
    else toast({ kind: 'failed', title: `${flow.name} is still there`, detail: answer.problem.detail });
  };
  return (
    <ConfirmDialog
      open
      title={`Delete ${flow.name}?`}
      action="Delete flow"
      busy={pending}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        The drawing disappears.{' '}
        {hooks.length > 0 && (
          <>
            Messages sent to <code className="break-all font-mono text-text">{hooks.join(', ')}</code> will be refused.{' '}
          </>
        )}
        Its runs and published versions are kept.
      </p>
    </ConfirmDialog>
  );
}
