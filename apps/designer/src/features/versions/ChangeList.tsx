import { diffFlows, type Flow } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { useMemo } from 'react';
import { type DescribedChange, describeChanges } from './describe-change.ts';

const LOOK = {
  added: { sign: '+', word: 'Added', tone: 'bg-ok-soft text-ok' },
  removed: { sign: '−', word: 'Removed', tone: 'bg-failed-soft text-failed' },
  changed: { sign: '~', word: 'Changed', tone: 'bg-waiting-soft text-waiting' },
} as const;

const LINE = {
  added: 'bg-ok-soft text-ok',
  removed: 'bg-failed-soft text-failed',
  same: 'text-muted',
  gap: 'text-faint',
};
const SIGN = { added: '+', removed: '−', same: ' ', gap: '⋯' };

export interface ChangeListProps {
  readonly before: Flow;
  readonly after: Flow;
  /** What to say when there is no difference. */
  readonly none: string;
  readonly onPick?: (node: string) => void;
  /** Step that is picked out. */
  readonly picked?: string | undefined;
  /** Leaves out that cards were moved. */
  readonly meaningOnly?: boolean;
}

/** What differs between two flows: steps, edges and fields, in words. */
export function ChangeList({ before, after, none, onPick, picked, meaningOnly = false }: ChangeListProps) {
  const changes = useMemo(() => {
    const all = diffFlows(before, after).filter(({ type }) => !meaningOnly || type !== 'layout.changed');
    return describeChanges(all, before, after);
  }, [before, after, meaningOnly]);
  if (changes.length === 0) return <p className="text-muted text-sm">{none}</p>;
  return (
    <ul className="flex flex-col gap-1.5" aria-label="Differences">
      {changes.map((change) => (
        <li
          key={`${change.kind} ${change.text}`}
          className={clsx(
            'rounded-lg border px-2.5 py-1.5',
            picked !== undefined && change.node === picked && change.isStep && 'border-accent outline-1 outline-accent',
          )}
        >
          <ChangeHead change={change} {...(onPick === undefined ? {} : { onPick })} />
          {change.fields.map((field) => (
            <div key={field.name} className="mt-1 border-t pt-1 text-xs">
              <p className="text-muted">{field.name}</p>
              <pre className="overflow-x-auto font-mono text-2xs">
                {field.lines.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished text, equal ones included
                  <span key={index} className={clsx('block whitespace-pre-wrap break-words', LINE[line.kind])}>
                    {SIGN[line.kind]} {line.text}
                  </span>
                ))}
              </pre>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function ChangeHead({
  change,
  onPick,
}: {
  readonly change: DescribedChange;
  readonly onPick?: (node: string) => void;
}) {
  const { sign, word, tone } = LOOK[change.kind];
  const { node } = change;
  const body = (
    <>
      <span title={word} className={clsx('grid size-4 shrink-0 place-items-center rounded font-bold text-2xs', tone)}>
        <span aria-hidden="true">{sign}</span>
        <span className="sr-only">{word}</span>
      </span>
      <span className="min-w-0 truncate">{change.text}</span>
    </>
  );
  const look = 'flex w-full items-center gap-2 text-left text-sm';
  if (node === undefined || onPick === undefined) return <p className={look}>{body}</p>;
  return (
    <button type="button" className={`${look} hover:text-accent-text`} onClick={() => onPick(node)}>
      {body}
    </button>
  );
}
