import { discardException, type ExceptionView, getLanes, getRun, listExceptions, listRuns } from '@lockstep/schema/api';
import { type FormEvent, useState } from 'react';
import { call, useRefresh } from '../api/index.ts';
import { Button, Dialog, Field, Notice, Textarea, toast } from '../ui/index.ts';
import { oneByOne } from './one-by-one.ts';

export interface DiscardDialogProps {
  readonly rows: readonly Pick<ExceptionView, 'id' | 'runId' | 'businessKey'>[];
  readonly onClose: () => void;
}

/** Gives exceptions up, with a reason that stays in the record. */
export function DiscardDialog({ rows, onClose }: DiscardDialogProps) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const refresh = useRefresh();
  const [only] = rows;
  const what = rows.length === 1 ? (only?.businessKey ?? 'this exception') : `${rows.length} exceptions`;

  const discard = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const end = await oneByOne(
      rows,
      async ({ id, businessKey, runId }) => {
        const answer = await call(discardException, {
          params: { id },
          body: { by: 'operator', reason: reason.trim() },
        });
        return answer.ok ? undefined : `${businessKey ?? runId}: ${answer.problem.detail ?? answer.problem.title}`;
      },
      () => true,
    );
    setBusy(false);
    refresh(listExceptions, listRuns, getRun, getLanes);
    if (end.refused.length > 0) return setRefused(end.refused);
    toast({ kind: 'ok', title: rows.length === 1 ? `${what} is discarded` : `${what} are discarded` });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Discard ${what}?`}
      description="The message will not reach the systems it was meant for."
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" type="submit" form="discard" busy={busy} disabled={reason.trim().length < 3}>
            Discard
          </Button>
        </>
      }
    >
      <form id="discard" onSubmit={discard} className="flex flex-col gap-3">
        {refused.length > 0 && <Notice kind="failed">{refused.slice(0, 3).join(' ')}</Notice>}
        <Field label="Reason" required hint="For whoever asks later why this order is missing.">
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={2000}
              placeholder="Duplicate of #1042, cancelled by the customer"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
