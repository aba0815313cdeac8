import { commentReview, getReview, listReviews, type Review, resolveComment } from '@lockstep/schema/api';
import { Check, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '../../../api/index.ts';
import { useFlowState, useFlowStoreApi } from '../../../stores/FlowStoreProvider.tsx';
import { personName } from '../../../stores/person.ts';
import { Button, Field, Notice, Textarea } from '../../../ui/index.ts';

/** Remarks of a review; a new one is about the selected step, or about all. */
export function CommentList({ review }: { readonly review: Review }) {
  const store = useFlowStoreApi();
  const nodes = useFlowState((state) => state.flow.nodes);
  const picked = useFlowState((state) => (state.selection.nodes.length === 1 ? state.selection.nodes[0] : undefined));
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const say = useSend(commentReview, [listReviews, getReview]);
  const resolve = useSend(resolveComment, [listReviews, getReview]);
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const params = { flowId: review.flowId, reviewId: review.id };
  const isOpen = review.status === 'open';
  const send = async () => {
    const body = { text: text.trim(), by: personName(), ...(picked === undefined ? {} : { node: picked }) };
    const answer = await say.send({ params, body });
    setRefusal(answer.ok ? undefined : (answer.problem.detail ?? answer.problem.title));
    if (answer.ok) setText('');
  };
  return (
    <section aria-label="Remarks" className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {review.comments.map((comment) => (
          <li
            key={comment.id}
            className="rounded-lg border px-2.5 py-1.5 text-sm"
            data-resolved={comment.resolved !== undefined}
          >
            <p className="flex items-center gap-2 text-xs">
              <MessageSquare size={12} aria-hidden="true" className="text-muted" />
              <span className="font-medium">{comment.by}</span>
              {comment.node !== undefined && (
                <button
                  type="button"
                  className="min-w-0 truncate text-accent-text hover:underline"
                  onClick={() =>
                    names.has(comment.node ?? '') && store.getState().select({ nodes: [comment.node ?? ''] })
                  }
                >
                  {names.get(comment.node) ?? comment.node}
                </button>
              )}
              {comment.resolved !== undefined && (
                <span className="ml-auto text-ok">resolved by {comment.resolved.by}</span>
              )}
            </p>
            <p className="whitespace-pre-wrap break-words">{comment.text}</p>
            {isOpen && comment.resolved === undefined && (
              <Button
                size="sm"
                kind="quiet"
                icon={<Check size={13} />}
                busy={resolve.pending}
                onClick={() =>
                  void resolve.send({ params: { ...params, commentId: comment.id }, body: { by: personName() } })
                }
              >
                Resolve
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isOpen && (
        <>
          <Field label={picked === undefined ? 'Remark on the whole' : `Remark on “${names.get(picked) ?? picked}”`}>
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                maxLength={4000}
                value={text}
                placeholder="Select a step to remark on it"
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
          <Button
            size="sm"
            className="self-start"
            disabled={text.trim() === ''}
            busy={say.pending}
            onClick={() => void send()}
          >
            Remark
          </Button>
        </>
      )}
    </section>
  );
}
