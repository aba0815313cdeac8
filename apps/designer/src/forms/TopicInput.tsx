import { listTopics } from '@lockstep/schema/api';
import { useCall } from '../api/index.ts';
import { type FieldControlProps, formatCount, Input, Time } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';

interface TopicInputProps {
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

/** The name of a topic: one of those there are, or a new one. Says below what the topic has. */
export function TopicInput({ text, control, placeholder, onText }: TopicInputProps) {
  const { readOnly } = useFormContext();
  const known = useCall(listTopics, {});
  const topics = known.data?.topics ?? [];
  const list = `${control.id}-topics`;
  return (
    <div className="flex flex-col gap-1">
      <Input
        {...control}
        list={list}
        placeholder={placeholder}
        value={text}
        disabled={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.target.value)}
      />
      <datalist id={list}>
        {topics.map(({ name, description }) => (
          <option key={name} value={name} label={description === '' ? undefined : description} />
        ))}
      </datalist>
      {text.trim() !== '' && known.data !== undefined && <Standing topic={topics.find(({ name }) => name === text)} />}
    </div>
  );
}

function Standing({ topic }: { readonly topic: { events: number; newestAt?: string | undefined } | undefined }) {
  if (topic === undefined) return <p className="text-muted text-xs">A new topic: it comes about when it is used.</p>;
  const { events, newestAt } = topic;
  return (
    <p className="text-muted text-xs">
      {events === 0 ? 'No events kept.' : `${formatCount(events)} ${events === 1 ? 'event' : 'events'} kept`}
      {newestAt !== undefined && events > 0 && (
        <>
          , the newest <Time at={newestAt} />
        </>
      )}
    </p>
  );
}
