import { listVariableChanges, type RunView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Variable } from 'lucide-react';
import { useCall } from '../../api/index.ts';

/** Below the header of a run whose flow reads variables: whether they have changed since it began, for it keeps those. */
export function RunVariablesNote({ run }: { readonly run: RunView }) {
  const kept = run.trigger.vars;
  const found = useCall(listVariableChanges, { query: { limit: 500 } }, { enabled: kept !== undefined }).data;
  if (kept === undefined || !found) return null;
  const later = found.changes.filter(({ revision }) => revision > kept).map(({ name }) => name);
  const names = [...new Set(later)].sort();
  return (
    <section
      aria-label="Variables of this run"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-6 py-1.5 text-muted text-xs"
    >
      <Variable size={13} aria-hidden="true" />
      {names.length === 0 ? (
        <span>Variables are as they were when it began.</span>
      ) : (
        <span>
          Keeps the variables it began with. Changed since:{' '}
          {names.map((name, at) => (
            <span key={name}>
              {at > 0 && ', '}
              <Link to="/variables" search={{ history: name }} className="rounded text-accent-text underline">
                {name}
              </Link>
            </span>
          ))}
          . A replay takes them as they are now, a retry does not.
        </span>
      )}
    </section>
  );
}
