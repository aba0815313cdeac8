import { catalogue } from '@lockstep/nodes/catalogue';
import { getFlowThere, getVersion } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { callerChanges } from '../../parts/caller-changes.ts';

export interface CallerNoteProps {
  readonly flowId: string;
  readonly version: number;
  readonly environment: string;
}

/** What changes for those outside there: addresses, contracts of calls, topics. */
export function CallerNote({ flowId, version, environment }: CallerNoteProps) {
  const there = useCall(getFlowThere, { params: { flowId, name: environment } }, { staleTime: 60_000 });
  const here = useCall(getVersion, { params: { flowId, version } }, { staleTime: Number.POSITIVE_INFINITY });
  if (!there.data || !here.data) return null;
  const changes = callerChanges(there.data.flow, here.data.flow, catalogue);
  if (changes.length === 0) return null;
  return (
    <section aria-label="For callers" className="mt-2 text-xs">
      <h4 className="font-medium text-muted">For those who call it</h4>
      <ul>
        {changes.map(({ kind, text }) => (
          <li key={`${kind} ${text}`}>
            {kind}: {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
