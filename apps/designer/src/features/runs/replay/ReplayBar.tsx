import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { formatClock, formatDuration, IconButton, Select, Slider, Switch } from '../../../ui/index.ts';
import { gapBefore, type Moment } from './moments.ts';

export interface ReplayBarProps {
  readonly moments: readonly Moment[];
  /** Moment that is shown; the newest when absent, also while others come. */
  readonly at: number | undefined;
  readonly onChange: (at: number | undefined) => void;
  readonly values: boolean;
  readonly onValues: (values: boolean) => void;
}

const SPEEDS = { '0.5': 'Half speed', '1': 'Normal speed', '4': 'Fast' } as const;
/** At normal speed a moment stands for this long: waits are not waited for again. */
const MOMENT_MS = 900;

/** Goes through a run moment by moment: the drawing above shows how it stood then. */
export function ReplayBar({ moments, at, onChange, values, onValues }: ReplayBarProps) {
  const switchId = useId();
  const newest = moments.length - 1;
  const index = Math.min(at ?? newest, newest);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<keyof typeof SPEEDS>('1');
  const go = (next: number) => onChange(next >= newest ? undefined : Math.max(0, next));

  useEffect(() => {
    if (!playing) return;
    if (index >= newest) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onChange(index + 1 >= newest ? undefined : index + 1), MOMENT_MS / Number(speed));
    return () => clearTimeout(timer);
  }, [playing, index, newest, speed, onChange]);

  const play = () => {
    if (!playing && index >= newest) onChange(0);
    setPlaying(!playing);
  };
  const moment = moments[index];
  if (moment === undefined) return null;
  const gap = gapBefore(moments, index);
  return (
    <section aria-label="Replay" className="flex items-center gap-3 border-t bg-surface px-4 py-1.5">
      <div className="flex shrink-0 items-center">
        <IconButton
          size="sm"
          label="To the beginning"
          icon={<SkipBack size={14} />}
          disabled={index === 0}
          onClick={() => go(0)}
        />
        <IconButton
          size="sm"
          label="One moment back"
          icon={<StepBack size={14} />}
          disabled={index === 0}
          onClick={() => go(index - 1)}
        />
        <IconButton
          label={playing ? 'Pause' : 'Play the run'}
          icon={playing ? <Pause size={16} /> : <Play size={16} />}
          onClick={play}
        />
        <IconButton
          size="sm"
          label="One moment on"
          icon={<StepForward size={14} />}
          disabled={index === newest}
          onClick={() => go(index + 1)}
        />
        <IconButton
          size="sm"
          label="To now"
          icon={<SkipForward size={14} />}
          disabled={index === newest}
          onClick={() => onChange(undefined)}
        />
      </div>
      <div className="min-w-40 flex-1">
        <Slider
          label="Moment"
          value={index}
          max={Math.max(1, newest)}
          disabled={newest === 0}
          format={(value) => `${value + 1} of ${moments.length}`}
          onChange={go}
        />
      </div>
      <p data-testid="moment" className="w-72 min-w-0 shrink text-sm max-lg:w-44 xl:w-96" title={moment.reason}>
        <span className="tabular text-muted text-xs">{formatClock(moment.at)}</span>
        {gap !== undefined && <span className="tabular ml-2 text-waiting text-xs">after {formatDuration(gap)}</span>}
        <span className="block truncate">
          <span className="font-medium">{moment.name}</span>: {wordsOf(moment)}
        </span>
      </p>
      <Select
        label="Speed"
        value={speed}
        options={Object.entries(SPEEDS).map(([value, label]) => ({ value: value as keyof typeof SPEEDS, label }))}
        onChange={setSpeed}
        className="shrink-0 max-lg:hidden"
      />
      <label
        htmlFor={switchId}
        className="flex touch:min-h-11 shrink-0 items-center gap-1.5 text-sm"
        title="Shows on the edges what the message was"
      >
        <Switch id={switchId} checked={values} onChange={onValues} />
        Values
      </label>
    </section>
  );
}

function wordsOf({ kind, attempt, reason }: Moment): string {
  switch (kind) {
    case 'began':
      return 'begins';
    case 'again':
      return `is tried again, attempt ${attempt}`;
    case 'failed':
      return `attempt ${attempt} failed${reason === undefined ? '' : `: ${reason}`}`;
    case 'ended':
      return 'is done';
    default:
      return kind satisfies never;
  }
}
