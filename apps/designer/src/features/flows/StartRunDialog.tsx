import { listRuns, startRun } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { parseJsonText } from '../../forms/json-text.ts';
import { Button, Dialog, Field, Textarea } from '../../ui/index.ts';

export interface StartRunDialogProps {
  readonly flow: { readonly id: string; readonly name: string; readonly publishedVersion?: number | undefined };
  readonly onClose: () => void;
}

/** Starts a run of the published version with a message, and goes to it. */
export function StartRunDialog({ flow, onClose }: StartRunDialogProps) {
  const navigate = useNavigate();
  const [text, setText] = useState('{}');
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(startRun, [listRuns]);
  const parsed = parseJsonText(text);
  const mistake = parsed.ok
    ? undefined
    : `${parsed.mark.message} Line ${parsed.mark.line}, column ${parsed.mark.column}.`;
  const start = async (): Promise<void> => {
    if (!parsed.ok) return;
    const answer = await send({ params: { flowId: flow.id }, body: { message: parsed.value ?? null } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    onClose();
    await navigate({ to: '/runs/$runId', params: { runId: answer.value.runId } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Start ${flow.name}`}
      description={`Version ${flow.publishedVersion} runs once with this message. Systems are called for real.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={pending} disabled={!parsed.ok} onClick={() => void start()}>
            Start run
          </Button>
        </>
      }
    >
      <Field label="Message (JSON)" error={mistake ?? refusal}>
        {(control) => (
          <Textarea
            {...control}
            rows={10}
            spellCheck={false}
            className="font-mono"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setRefusal(undefined);
            }}
          />
        )}
      </Field>
    </Dialog>
  );
}
