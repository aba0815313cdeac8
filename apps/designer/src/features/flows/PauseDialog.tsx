import { getPause, listFlows, type PausedIngress, pauseFlow } from '@lockstep/schema/api';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, toast } from '../../ui/index.ts';

export interface PauseDialogProps {
  readonly flow: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const CHOICES: readonly { readonly ingress: PausedIngress; readonly title: string; readonly detail: string }[] = [
  {
    ingress: 'accept',
    title: 'Take messages and keep them',
    detail: 'Senders get their 202. The messages wait, and begin in order when you resume.',
  },
  {
    ingress: 'refuse',
    title: 'Turn messages away',
    detail: 'Senders get 503 with Retry-After, and must send again later. Nothing is stored.',
  },
];

/** Asks what the doors of a flow do while it is paused, and pauses it. */
export function PauseDialog({ flow, onClose }: PauseDialogProps) {
  const [ingress, setIngress] = useState<PausedIngress>('accept');
  const { send, pending } = useSend(pauseFlow, [listFlows, getPause]);
  const pause = async (): Promise<void> => {
    const answer = await send({ params: { flowId: flow.id }, body: { ingress } });
    onClose();
    if (answer.ok) toast({ kind: 'ok', title: `${flow.name} is paused` });
    else toast({ kind: 'failed', title: `${flow.name} is not paused`, detail: answer.problem.detail });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Pause ${flow.name}?`}
      description="Nothing new begins and schedules do not fire. Runs under way go on to their end."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={pending} onClick={() => void pause()}>
            Pause flow
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Messages that come meanwhile</legend>
        {CHOICES.map(({ ingress: value, title, detail }) => (
          <label key={value} className="flex cursor-pointer gap-2.5 rounded-lg border p-3 has-checked:border-accent">
            <input
              type="radio"
              name="ingress"
              className="mt-0.5 accent-accent"
              checked={ingress === value}
              onChange={() => setIngress(value)}
            />
            <span>
              <span className="block font-medium text-sm">{title}</span>
              <span className="block text-muted text-xs">{detail}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
