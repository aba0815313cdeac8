import type { CaseSummary } from '@lockstep/schema/api';
import clsx from 'clsx';
import { AlarmClock } from 'lucide-react';
import { Time, useNow } from '../../ui/index.ts';
import { stateWords } from './case-words.ts';

type Next = NonNullable<CaseSummary['next']>;

/** What must happen next, and by when; red when its moment has passed. */
export function NextStep({
  next,
}: {
  readonly next: Pick<Next, 'name' | 'part' | 'by'> & { readonly missed: boolean };
}) {
  const now = useNow();
  const isLate = next.missed || Date.parse(next.by) <= now;
  return (
    <div className="min-w-0">
      <p className="truncate">
        {stateWords(next.name)}
        {next.part !== undefined && <span className="text-muted"> of {next.part}</span>}
      </p>
      <p className={clsx('flex items-center gap-1 text-xs', isLate ? 'font-medium text-failed' : 'text-muted')}>
        {isLate && <AlarmClock size={12} aria-hidden="true" />}
        {isLate ? (
          <span>
            Not come, was due <Time at={next.by} className="relative z-10" />
          </span>
        ) : (
          <Time at={next.by} className="relative z-10" />
        )}
      </p>
    </div>
  );
}
