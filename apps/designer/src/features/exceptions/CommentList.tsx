import { commentException, type ExceptionComment, getException } from '@lockstep/schema/api';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Field, Textarea, Time, toast } from '../../ui/index.ts';

/** What people said about an exception, oldest first, and the next thing to say. */
export function CommentList({ id, comments }: { readonly id: string; readonly comments: readonly ExceptionComment[] }) {
  const [text, setText] = useState('');
  const { send, pending } = useSend(commentException, [getException]);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send({ params: { id }, body: { by: 'operator', text: text.trim() } });
    if (answer.ok) setText('');
    else toast({ kind: 'failed', title: 'The comment was not saved', detail: answer.problem.detail });
  };
  return (
    <section aria-label="Comments" className="flex flex-col gap-3">
      <h3 className="font-semibold text-sm">Comments</h3>
      {comments.length > 0 && (
        <ul className="flex flex-col gap-3">
          {comments.map((comment) => (
            <li key={comment.id} className="rounded-lg bg-sunken px-3 py-2">
              <p className="flex gap-2 text-muted text-xs">
                <span className="font-medium text-text">{comment.by}</span>
                <Time at={comment.at} />
              </p>
              <p className="mt-1 whitespace-pre-wrap text-sm">{comment.text}</p>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex flex-col items-end gap-2">
        <Field label="Add a comment" className="w-full">
          {(control) => (
            <Textarea
              {...control}
              value={text}
              maxLength={4000}
              placeholder="Asked the ERP team; they fix the material tonight."
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" size="sm" busy={pending} disabled={text.trim() === ''}>
          Comment
        </Button>
      </form>
    </section>
  );
}
