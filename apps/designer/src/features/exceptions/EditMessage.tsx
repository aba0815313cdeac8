import {
  type ExceptionDetail,
  getException,
  listExceptions,
  listRuns,
  planExceptionReplay,
  replayException,
} from '@lockstep/schema/api';
import { PencilLine, Send } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../forms/json-text.ts';
import { EffectList } from '../../parts/EffectList.tsx';
import { VersionField } from '../../parts/VersionField.tsx';
import { Button, Field, Input, JsonTree, Notice, SkeletonRows, toast } from '../../ui/index.ts';
import { ReplayHistory } from './ReplayHistory.tsx';

export interface EditMessageProps {
  readonly exception: ExceptionDetail;
  readonly readOnly: boolean;
  readonly onSent: () => void;
}

/** The message a failed run began with, to be mended and sent again; and how it went before. */
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
      <ReplayHistory replays={exception.replays} />
    </section>
  );
}

interface EditFormProps {
  readonly exception: ExceptionDetail;
  readonly onCancel: () => void;
  readonly onSent: () => void;
}

function EditForm({ exception, onCancel, onSent }: EditFormProps) {
  const { id, businessKey, runId, flowId, version } = exception;
  const original = useMemo(() => JSON.stringify(exception.message, undefined, 2), [exception.message]);
  const [text, setText] = useState(original);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | undefined>();
  const [chosen, setChosen] = useState<number>();
  const [repeat, setRepeat] = useState<readonly string[]>([]);
  const start = {
    ...(chosen === undefined ? {} : { version: chosen }),
    ...(repeat.length === 0 ? {} : { repeat: [...repeat] }),
  };
  const plan = useCall(planExceptionReplay, { params: { id }, body: start }, { keepPrevious: true, staleTime: 0 });
  const { send, pending } = useSend(replayException, [listExceptions, listRuns, getException]);
  const wrong = refusal ?? plan.error?.problem.detail ?? plan.error?.problem.title;
  const parsed = useMemo(() => parseJsonText(text), [text]);
  const marks = useMemo(() => (parsed.ok ? [] : [parsed.mark]), [parsed]);
  const message = parsed.ok ? parsed.value : undefined;
  const changed = message !== undefined && JSON.stringify(message) !== JSON.stringify(exception.message);

  const retry = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (message === undefined) return;
    const answer = await send({ params: { id }, body: { by: 'operator', reason: reason.trim(), message, ...start } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: `${businessKey ?? runId} was sent again, mended` });
    onSent();
  };
  return (
    <form onSubmit={retry} className="flex flex-col gap-3">
      {wrong !== undefined && <Notice kind="failed">{wrong}</Notice>}
      <Field
        label="Mended message"
        error={parsed.ok ? undefined : `Line ${parsed.mark.line}: ${parsed.mark.message}`}
        hint="It begins a new run from the trigger. When that one ends done, this exception is settled."
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
      <VersionField
        flowId={flowId}
        version={version}
        chosen={chosen}
        onChoose={(value) => {
          setRepeat([]);
          setChosen(value);
        }}
      />
      <section aria-label="Plan" className="flex flex-col gap-1.5">
        <h4 className="font-medium text-xs">What becomes of its effects</h4>
        {plan.data ? (
          <EffectList effects={plan.data.effects} edited={changed} repeat={repeat} onRepeat={setRepeat} />
        ) : (
          plan.error === null && <SkeletonRows rows={2} label="Planning" />
        )}
      </section>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          type="submit"
          icon={<Send size={13} />}
          busy={pending}
          disabled={!changed || reason.trim().length < 3 || plan.data === undefined}
        >
          Retry with this message
        </Button>
      </div>
    </form>
  );
}
