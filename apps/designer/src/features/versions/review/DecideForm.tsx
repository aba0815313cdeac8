import { decideReview, getReview, listReviews, type Review } from '@lockstep/schema/api';
import { useState } from 'react';
import { useSend } from '../../../api/index.ts';
import { usePerson } from '../../../stores/person.ts';
import { Button, Field, Input, Notice } from '../../../ui/index.ts';

/** Approve or decline, as another person than who asked; who asked can only withdraw. */
export function DecideForm({ review }: { readonly review: Review }) {
  const { name } = usePerson();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(decideReview, [listReviews, getReview]);
  const isOwn = review.by.trim().toLowerCase() === name.trim().toLowerCase();
  const openRemarks = review.comments.filter(({ resolved }) => resolved === undefined).length;
  const decide = async (decision: 'approved' | 'declined' | 'withdrawn') => {
    const params = { flowId: review.flowId, reviewId: review.id };
    const answer = await send({ params, body: { decision, note: note.trim(), by: name } });
    setRefusal(answer.ok ? undefined : (answer.problem.detail ?? answer.problem.title));
  };
  return (
    <section aria-label="Decision" className="flex flex-col gap-2 border-t pt-3">
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      {isOwn ? (
        <>
          <p className="text-muted text-sm">You asked for it as {name}: another person decides.</p>
          <Button size="sm" className="self-start" busy={pending} onClick={() => void decide('withdrawn')}>
            Withdraw
          </Button>
        </>
      ) : (
        <>
          <Field label="Note">
            {(control) => (
              <Input {...control} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
            )}
          </Field>
          <div className="flex flex-wrap items-center gap-2">
            <Button
              size="sm"
              kind="primary"
              busy={pending}
              disabled={openRemarks > 0}
              onClick={() => void decide('approved')}
            >
              Approve
            </Button>
            <Button size="sm" busy={pending} onClick={() => void decide('declined')}>
              Decline
            </Button>
            <span className="text-muted text-xs">
              {openRemarks > 0
                ? `${openRemarks} ${openRemarks === 1 ? 'remark is' : 'remarks are'} open: resolve first.`
                : `You decide as ${name}.`}
            </span>
          </div>
        </>
      )}
    </section>
  );
}
