import type { CallerView, CallView, RunView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import { itemName } from '../../parts/item-words.ts';
import { Button, StatusBadge } from '../../ui/index.ts';

/** Runs a step called that are shown at once: a step in a scope may have called thousands. */
const SHOWN = 10;

/** The runs that one step called, each with the way to it. */
export function CalledRuns({ run, node }: { readonly run: RunView; readonly node: string }) {
  const [all, setAll] = useState(false);
  const calls = run.calls?.filter((call) => call.node === node) ?? [];
  if (calls.length === 0) return null;
  return (
    <section aria-label="Called runs">
      <h3 className="mb-2 font-medium text-muted text-xs">
        {calls.length === 1 ? 'Called run' : `Called runs, ${calls.length}`}
      </h3>
      <ul className="flex flex-col gap-1">
        {(all ? calls : calls.slice(0, SHOWN)).map((call) => (
          <li key={call.runId} className="flex items-center gap-2 text-sm">
            <StatusBadge status={call.status} />
            <RunLink run={call} />
            {call.item !== undefined && <span className="tabular text-xs">item {itemName(call.item)}</span>}
            <span className="text-muted text-xs">
              {call.mode === 'wait' ? 'This step ends with it' : 'Started, not waited for'}
            </span>
            {call.capability !== undefined && <BoundBy capability={call.capability} binding={call.binding} />}
          </li>
        ))}
      </ul>
      {calls.length > SHOWN && !all && (
        <Button size="sm" kind="quiet" className="mt-1" onClick={() => setAll(true)}>
          Show all {calls.length}
        </Button>
      )}
    </section>
  );
}

/** Why it was this flow. */
function BoundBy({ capability, binding }: Pick<CallView, 'capability' | 'binding'> & { readonly capability: string }) {
  return (
    <Link
      to="/capabilities/$capability"
      params={{ capability }}
      className="rounded text-accent-text text-xs hover:underline"
    >
      {capability}, binding {binding}
    </Link>
  );
}

function RunLink({ run: { runId, flowName, version } }: { readonly run: CallView }) {
  return (
    <Link
      to="/runs/$runId"
      params={{ runId }}
      className="flex min-w-0 items-center gap-0.5 rounded text-accent-text hover:underline"
    >
      <bdi className="truncate">{flowName}</bdi>
      {version !== undefined && <span className="tabular ml-0.5 shrink-0">v{version}</span>}
      <ArrowUpRight size={13} aria-hidden="true" className="shrink-0" />
    </Link>
  );
}

/** Who called a run: the way back to the step there. */
export function CallerLink({ caller, more }: { readonly caller: CallerView; readonly more: number }) {
  const { runId, flowName, node, nodeName } = caller;
  return (
    <Link
      to="/runs/$runId"
      params={{ runId }}
      search={{ node }}
      title={more > 0 ? `And ${more} repetitions of that run` : undefined}
      className="rounded text-accent-text hover:underline"
    >
      <bdi>{flowName}</bdi>, step “{nodeName}”
    </Link>
  );
}
