import { listFlows, listVersions, publishFlow } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog, Notice, toast } from '../../ui/index.ts';
import { asDrawn } from './restore-edit.ts';

export interface RollBackDialogProps {
  /** The document of `version`, as it was published. */
  readonly flow: Flow;
  readonly version: number;
  /** Version that is live now. */
  readonly live: number;
  readonly onClose: () => void;
}

/** Makes an earlier version live again, as a new version: history only grows. The draft stays as it is. */
export function RollBackDialog({ flow, version, live, onClose }: RollBackDialogProps) {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(publishFlow, [listVersions, listFlows]);
  const rollBack = async () => {
    setRefusal(undefined);
    const body = { flow: asDrawn(flow), basedOn: live, note: `Rolled back to version ${version}` };
    const answer = await send({ params: { flowId: flow.id }, body });
    if (!answer.ok) {
      setRefusal(answer.problem.detail ?? answer.problem.title);
      return;
    }
    const { hash, publishedAt } = answer.value;
    store.getState().markPublished({ version: answer.value.version, hash, publishedAt });
    ui.setState({ viewing: undefined });
    toast({
      kind: 'ok',
      title: `Version ${answer.value.version} is live`,
      detail: `It means what version ${version} meant.`,
    });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Roll back to version ${version}?`}
      description="New messages run on it from now on. Runs under way stay on their version, and your draft stays as it is."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={pending} onClick={() => void rollBack()}>
            Roll back
          </Button>
        </>
      }
    >
      <p className="text-muted text-sm">
        It is published once more as version {live + 1}, with the contracts and tables of today.
      </p>
      {refusal !== undefined && (
        <div className="mt-3">
          <Notice kind="failed">{refusal}</Notice>
        </div>
      )}
    </Dialog>
  );
}
