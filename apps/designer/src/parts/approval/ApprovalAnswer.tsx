import { type ApprovalView, decideApproval, getApproval, getRun, listApprovals, listRuns } from '@lockstep/schema/api';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { Badge, Button, Field, JsonTree, Notice, SkeletonRows, Textarea, Time, toast } from '../../ui/index.ts';
import { AnswerView } from '../AnswerView.tsx';
import { APPROVAL_LOOK, settledSentence } from './approval-words.ts';

/** A question that a run put to a person: what it is about, and the answer, or the two ways to give one. */
export function ApprovalAnswer({ id, onDone }: { readonly id: string; readonly onDone?: () => void }) {
  const approval = useCall(getApproval, { params: { id } });
  return (
    <AnswerView query={approval} what="The approval" loading={<SkeletonRows rows={3} label="Loading the approval" />}>
      {(value) => <Question approval={value} onDone={onDone} />}
    </AnswerView>
  );
}

function Question({
  approval,
  onDone,
}: {
  readonly approval: ApprovalView;
  readonly onDone: (() => void) | undefined;
}) {
  const { title, details, assignee, status, askedAt, deadlineAt } = approval;
  return (
    <section aria-label="Approval" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <p className="font-semibold text-base">{title}</p>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
        <Badge tone={APPROVAL_LOOK[status].tone}>{APPROVAL_LOOK[status].label}</Badge>
        {assignee !== undefined && <span>For {assignee}</span>}
        <span>
          Asked <Time at={askedAt} />
        </span>
        {status === 'open' && deadlineAt !== undefined && (
          <span>
            Ends without an answer <Time at={deadlineAt} className="font-medium text-text" />
          </span>
        )}
      </p>
      {status === 'open' ? (
        <Decide approval={approval} onDone={onDone} />
      ) : (
        <div className="text-sm">
          <p>{settledSentence(approval)}</p>
          {approval.comment !== undefined && approval.comment !== '' && (
            <p className="mt-1 whitespace-pre-wrap text-muted">“{approval.comment}”</p>
          )}
        </div>
      )}
      {details !== undefined && (
        <div className="rounded-md border py-1">
          <JsonTree root="details" value={details} fitPx={240} label="What the question is about" />
        </div>
      )}
    </section>
  );
}

function Decide({ approval, onDone }: { readonly approval: ApprovalView; readonly onDone: (() => void) | undefined }) {
  const [comment, setComment] = useState('');
  const [refused, setRefused] = useState<string>();
  const { send, pending } = useSend(decideApproval, [getApproval, listApprovals, getRun, listRuns]);
  const decide = async (decision: 'approved' | 'rejected'): Promise<void> => {
    const answer = await send({ params: { id: approval.id }, body: { decision, comment: comment.trim() } });
    if (!answer.ok) {
      setRefused(answer.problem.detail ?? answer.problem.title);
      return;
    }
    toast({ kind: 'ok', title: decision === 'approved' ? 'Approved' : 'Rejected', detail: 'The run goes on.' });
    onDone?.();
  };
  return (
    <div className="flex flex-col gap-3">
      <Field label="Comment" hint="Goes with the answer into the run.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
      {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" icon={<Check size={14} />} busy={pending} onClick={() => void decide('approved')}>
          Approve
        </Button>
        <Button icon={<X size={14} />} disabled={pending} onClick={() => void decide('rejected')}>
          Reject
        </Button>
      </div>
    </div>
  );
}
