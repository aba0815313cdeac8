import { formatCount, Notice, Spinner } from '../../ui/index.ts';
import type { ReplayCountState } from './use-replay-count.ts';

/** Shown of the events that match. */
const SHOWN = 3;

/** What the replay would be about, before anything begins. */
export function ReplayCount({ count }: { readonly count: ReplayCountState }) {
  switch (count.state) {
    case 'none':
      return null;
    case 'counting':
      return (
        <p role="status" className="flex items-center gap-2 text-muted text-sm">
          <Spinner /> Counting…
        </p>
      );
    case 'refused':
      return <Notice kind="failed">{count.detail}</Notice>;
    case 'counted': {
      const { events, matched, looked, sample, mistake } = count.preview;
      return (
        <div className="rounded-lg bg-sunken px-3 py-2">
          <p role="status" className="text-sm">
            <strong className="tabular font-semibold">{formatCount(matched)}</strong> of {formatCount(looked)}{' '}
            {looked === 1 ? 'event' : 'events'} {matched === 1 ? 'is' : 'are'} replayed
            {looked < events && <span className="text-muted"> (the stretch has {formatCount(events)})</span>}.
          </p>
          {mistake !== undefined && (
            <p className="mt-1 text-failed text-xs">
              The filter cannot be computed for some events, which count: {mistake}
            </p>
          )}
          {sample.length > 0 && (
            <ul aria-label="For example" className="mt-1.5 space-y-0.5">
              {sample.slice(0, SHOWN).map(({ offset, key, preview }) => (
                <li key={offset} className="flex gap-2 text-xs">
                  <span className="tabular shrink-0 text-muted">{formatCount(offset)}</span>
                  <span className="max-w-32 shrink-0 truncate font-medium">{key}</span>
                  <code className="min-w-0 truncate font-mono text-muted">{preview}</code>
                </li>
              ))}
            </ul>
          )}
        </div>
      );
    }
    default:
      return count satisfies never;
  }
}
