import { catalogue } from '@lockstep/nodes/catalogue';
import type { Flow } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { useMemo } from 'react';
import { callerChanges } from '../../parts/caller-changes.ts';

const LOOK = {
  added: { word: 'New', tone: 'text-ok' },
  changed: { word: 'Changed', tone: 'text-waiting' },
  removed: { word: 'Gone', tone: 'text-failed' },
} as const;

/** What changes for callers: addresses, contracts of calls, topics. */
export function CallerList({ before, after }: { readonly before: Flow | undefined; readonly after: Flow }) {
  const changes = useMemo(() => callerChanges(before, after, catalogue), [before, after]);
  return (
    <section aria-label="For callers">
      <h3 className="mb-1 font-medium text-xs">For callers</h3>
      {changes.length === 0 && <p className="text-muted text-sm">Nothing changes: addresses, calls and topics stay.</p>}
      <ul className="text-sm">
        {changes.map(({ kind, text }) => (
          <li key={`${kind} ${text}`} className="flex gap-2">
            <span className={clsx('w-16 shrink-0 font-medium', LOOK[kind].tone)}>{LOOK[kind].word}</span>
            <span className="min-w-0 break-words">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
