import { type ExceptionDetail, getException, listExceptions, listRuns, retryEdited } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { PencilLine, Send } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../forms/json-text.ts';
import { Button, Field, Input, JsonTree, Notice, Time, toast } from '../../ui/index.ts';

export interface EditMessageProps {
  readonly exception: ExceptionDetail;
  readonly readOnly: boolean;
  readonly onSent: () => void;
}

/** The message a failed run began with, to be mended and sent again; and what was mended before. */
export function EditMessage({ exception, readOnly, onSent }: EditMessageProps) {
  const [editing, setEditing] = useState(false);
  return (
    <section aria-label="Message" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="font-semibold text-sm">Message</h3>
        {!readOnly && !editing && (
          <Button size="sm" icon={<PencilLine size={13} />} onClick={() => setEditing(true)}>
            Edit and retry…
          </Button>
        )}
      </div>
      {editing ? (
        <EditForm exception={exception} onCancel={() => setEditing(false)} onSent={onSent} />
      ) : (
        <div className="max-h-72 overflow-auto rounded-lg border bg-surface">
          <JsonTree value={exception.message} root="message" label="Message" />
        </div>
      )}
      {exception.edits.map(({ runId, by, at, reason, changes }) => (
        <div key={runId} className="rounded-lg bg-sunken px-3 py-2 text-sm">
          <p className="flex gap-2 text-muted text-xs">
            <span className="font-medium text-text">{by}</span>
            <Time at={at} />
            <Link to="/runs/$runId" params={{ runId }} className="text-accent-text hover:underline">
              New run
            </Link>
          </p>
          <p className="mt-1">{reason}</p>
          <ul className="mt-1 font-mono text-xs">
            {changes.map(({ path, before, after }) => (
              <li key={path} className="break-all">
                {path === '' ? '/' : path}: <del className="text-failed">{shown(before)}</del>{' '}
                <ins className="text-ok no-underline">{shown(after)}</ins>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface EditFormProps {
  readonly exception: ExceptionDetail;
  readonly onCancel: () => void;
  readonly onSent: () => void;
}

function EditForm({ exception, onCancel, onSent }: EditFormProps) {
  const { id, businessKey, runId } = exception;
  const original = useMemo(() => JSON.stringify(exception.message, undefined, 2), [exception.message]);
  const [text, setText] = useState(original);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | undefined>();
  const { send, pending } = useSend(retryEdited, [listExceptions, listRuns, getException]);
  const parsed = useMemo(() => parseJsonText(text), [text]);
  const marks = useMemo(() => (parsed.ok ? [] : [parsed.mark]), [parsed]);
  const message = parsed.ok ? parsed.value : undefined;
  const changed = message !== undefined && JSON.stringify(message) !== JSON.stringify(exception.message);

  const retry = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (message === undefined) return;
    const answer = await send({ params: { id }, body: { by: 'operator', reason: reason.trim(), message } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: `${businessKey ?? runId} was sent again, mended` });
    onSent();
  };
  return (
    <form onSubmit={retry} className="flex flex-col gap-3">
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      <Field
        label="Mended message"
        error={parsed.ok ? undefined : `Line ${parsed.mark.line}: ${parsed.mark.message}`}
        hint="It begins a new run from the trigger, under the same idempotency keys: what a system did and remembers by its key does not happen twice. Systems that take no key are asked again."
      >
        {(control) => (
          <CodeEditor
            {...control}
            kind="json"
            label="Mended message"
            value={text}
            marks={marks}
            className="max-h-96 min-h-40"
            onChange={setText}
          />
        )}
      </Field>
      <Field label="Reason" required hint="Kept with the difference.">
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={2000}
            placeholder="The customer gave a wrong postcode"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          type="submit"
          icon={<Send size={13} />}
          busy={pending}
          disabled={!changed || reason.trim().length < 3}
        >
          Retry with this message
        </Button>
      </div>
    </form>
  );
}

function shown(value: unknown): string {
  if (value === undefined) return '(absent)';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
