import type { CallerView, CallView } from '@lockstep/schema/api';
import type { RunEvent } from '@lockstep/schema/run';
import { placeOf } from '../../engine/index.ts';
import type { LoadedFlow } from '../../runner/steps/index.ts';
import { callersOfRun, readLinkedRuns } from '../../store/flow-calls.ts';
import type { RunRow } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { nodeName } from './node-name.ts';

/** What steps of a run called, by what its events say. */
export async function callViews(
  { nodes, events }: { readonly nodes: LoadedFlow['nodes']; readonly events: readonly RunEvent[] },
  { db }: Pick<Doors, 'db'>,
): Promise<readonly CallView[]> {
  const begun = new Map<string, Pick<CallView, 'node' | 'mode'>>();
  for (const event of events) {
    if (event.type === 'step.parked' && event.park.on?.kind === 'call') {
      begun.set(event.park.on.runId, { node: event.node, mode: 'wait' });
    }
    const started = event.type === 'step.succeeded' && startedBy(event, nodes);
    if (started) begun.set(started, { node: event.node, mode: 'start' });
  }
  if (begun.size === 0) return [];
  const runs = new Map((await readLinkedRuns(db, [...begun.keys()])).map((run) => [run.runId, run]));
  return [...begun].flatMap(([runId, call]) => {
    const run = runs.get(runId);
    return run ? [{ ...shown(run), ...call }] : [];
  });
}

/** The run that a step began and does not wait for. */
function startedBy(
  { node, output }: Extract<RunEvent, { type: 'step.succeeded' }>,
  nodes: LoadedFlow['nodes'],
): string | undefined {
  const { definition, node: drawn } = nodes.get(node) ?? {};
  if (!drawn || definition?.calls?.(drawn.params)?.mode !== 'start' || !('value' in output)) return undefined;
  const { value } = output;
  const runId = typeof value === 'object' && value !== null && 'runId' in value ? value.runId : undefined;
  return typeof runId === 'string' ? runId : undefined;
}

/** Who called a run, oldest first. */
export async function callerViews(
  { id, trigger }: Pick<RunRow, 'id' | 'trigger'>,
  doors: Pick<Doors, 'db' | 'flows'>,
): Promise<readonly CallerView[]> {
  if (!trigger.call) return [];
  const { runId, node } = trigger.call;
  const others = (await callersOfRun(doors.db, id)).filter((caller) => caller.runId !== runId);
  const callers = [{ runId, node }, ...others];
  const runs = await readLinkedRuns(
    doors.db,
    callers.map((caller) => caller.runId),
  );
  const views = callers.map(async (caller) => {
    const run = runs.find((each) => each.runId === caller.runId);
    return run && { ...shown(run), ...(await calling(doors, run.snapshotId, caller.node)) };
  });
  return (await Promise.all(views)).flatMap((view) => view ?? []);
}

function shown({ snapshotId: _, version, ...run }: Awaited<ReturnType<typeof readLinkedRuns>>[number]) {
  return { ...run, ...(version !== null && { version }) };
}

/** The step that calls; one of an item of a scope is told with its item. */
async function calling(doors: Pick<Doors, 'flows'>, snapshotId: string, ref: string) {
  const { node, item } = placeOf(ref);
  const name = await nodeName(doors, snapshotId, node);
  return { node, nodeName: item === '' ? name : `${name} [${item}]` };
}
