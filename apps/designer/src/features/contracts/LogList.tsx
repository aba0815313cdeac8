import type { ContractLogEntry } from '@lockstep/schema/api';
import { Time } from '../../ui/index.ts';

const ACTIONS: Readonly<Record<ContractLogEntry['action'], string>> = {
  created: 'began the contract',
  saved: 'saved the draft',
  discarded: 'threw the draft away',
  published: 'published',
  deprecated: 'deprecated',
  restored: 'took back the deprecation of',
};

/** Who did what, newest first. */
export function LogList({ entries }: { readonly entries: readonly ContractLogEntry[] }) {
  if (entries.length === 0) return <p className="px-4 py-6 text-center text-muted text-sm">It ships with Lockstep.</p>;
  return (
    <ol className="divide-y">
      {entries.map(({ at, by, action, version, note }) => (
        <li
          key={`${at} ${action} ${version} ${note}`}
          className="flex flex-wrap items-baseline gap-x-2 px-4 py-2 text-sm"
        >
          <span>
            <span className="font-medium">{by}</span> {ACTIONS[action]}
            {version !== undefined && <span className="tabular"> {version}</span>}
          </span>
          <span className="text-muted text-xs">
            <Time at={at} />
          </span>
          {note !== '' && <span className="w-full text-muted text-xs">{note}</span>}
        </li>
      ))}
    </ol>
  );
}
