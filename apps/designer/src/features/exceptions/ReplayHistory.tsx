import type { ExceptionReplay } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Time } from '../../ui/index.ts';

/** The runs that an exception went through: who had them replayed, why, what was changed, and what was sent again. */
export function ReplayHistory({ replays }: { readonly replays: readonly ExceptionReplay[] }) {
  return replays.map(({ runId, fromRunId, by, at, reason, changes, repeated }) => (
    <div key={runId} className="rounded-lg bg-sunken px-3 py-2 text-sm">
      <p className="flex flex-wrap gap-2 text-muted text-xs">
        <span className="font-medium text-text">{by}</span>
        <Time at={at} />
        {fromRunId !== undefined && (
          <Link to="/runs/$runId" params={{ runId: fromRunId }} className="text-accent-text hover:underline">
            Run before
          </Link>
        )}
        <Link to="/runs/$runId" params={{ runId }} className="text-accent-text hover:underline">
          New run
        </Link>
      </p>
      {reason !== '' && <p className="mt-1">{reason}</p>}
      {repeated.length > 0 && <p className="mt-1 text-muted text-xs">Sent again as asked: {repeated.join(', ')}.</p>}
      {changes.length > 0 && (
        <ul className="mt-1 font-mono text-xs">
          {changes.map(({ path, before, after }) => (
            <li key={path} className="break-all">
              {path === '' ? '/' : path}: <del className="text-failed">{shown(before)}</del>{' '}
              <ins className="text-ok no-underline">{shown(after)}</ins>
            </li>
          ))}
        </ul>
      )}
    </div>
  ));
}

function shown(value: unknown): string {
  if (value === undefined) return '(absent)';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
