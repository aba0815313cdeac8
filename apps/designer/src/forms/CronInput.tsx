import { previewSchedule } from '@lockstep/schema/api';
import { useDeferredValue } from 'react';
import { useCall } from '../api/index.ts';
import { type FieldControlProps, Input } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';

interface CronInputProps {
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

/** A cron pattern, with its meaning in words and its next runs below. */
export function CronInput({ text, control, placeholder, onText }: CronInputProps) {
  const { readOnly } = useFormContext();
  return (
    <div className="flex flex-col gap-1">
      <Input
        {...control}
        className="font-mono"
        placeholder={placeholder}
        value={text}
        disabled={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.target.value)}
      />
      {text.trim() !== '' && <CronMeaning cron={text} />}
    </div>
  );
}

function CronMeaning({ cron }: { readonly cron: string }) {
  const { params, fields } = useFormContext();
  const fallback = fields.find(({ name }) => name === 'timeZone')?.defaultValue;
  const zone = typeof params.timeZone === 'string' ? params.timeZone : fallback;
  const query = useDeferredValue(JSON.stringify([cron.slice(0, 200), typeof zone === 'string' ? zone : 'UTC']));
  const [shownCron = '', timeZone = 'UTC'] = JSON.parse(query) as readonly string[];
  const preview = useCall(
    previewSchedule,
    { query: { cron: shownCron, timeZone } },
    { keepPrevious: true, refetchInterval: 60_000 },
  );
  if (preview.data === undefined) return null;
  if (!preview.data.valid) return <p className="text-muted text-xs">{preview.data.reason}</p>;
  const { sentence, next } = preview.data;
  return (
    <div className="rounded-lg bg-sunken px-2 py-1.5 text-xs" aria-live="polite">
      <p className="font-medium">{sentence}</p>
      <ul className="tabular mt-1 text-muted" aria-label="Next runs">
        {next.map((at) => (
          <li key={at}>
            <time dateTime={at}>{wallClock(at, timeZone)}</time>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A moment on the clock of the schedule's own time zone. */
function wallClock(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(undefined, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return format.format(new Date(at));
}
