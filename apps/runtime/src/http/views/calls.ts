import type { CallerView, CallView } from '@lockstep/schema/api';
import type { RunEvent } from '@lockstep/schema/run';
import { placeOf } from '../../engine/index.ts';
import type { LoadedFlow } from '../../runner/steps/index.ts';
import { callersOfRun, readLinkedRuns } from '../../store/flow-calls.ts';
import { readItemCalls } from '../../store/run-items-view.ts';
import type { RunRow } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { nodeName } from './node-name.ts';

/** Calls of items that are told of: a scope may have made a hundred thousand. */
const ITEM_CALLS = 200;

/** What steps of a run called, by what its events say; those of items of its scopes too. */
export async function callViews(
  runId: string,
  { nodes, events }: { readonly nodes: LoadedFlow['nodes']; readonly events: readonly RunEvent[] },
  { db }: Pick<Doors, 'db'>,
): Promise<readonly CallView[]> {
  const inScopes = [...nodes.values()].filter(({ node, definition }) => {
    return (
      node.scope !== undefined && (definition.calls?.(node.params) ?? definition.asks?.(node.params)) !== undefined
    );
  });
  const ofItems = await readItemCalls(
    db,
    runId,
    inScopes.map(({ node }) => node.id),
    ITEM_CALLS,
  );
  const begun = new Map<string, Pick<CallView, 'node' | 'mode' | 'item' | 'capability' | 'binding'>>();
  for (const event of [...events, ...ofItems]) {
    const item = 'item' in event && event.item !== undefined ? { item: event.item } : {};
    if (event.type === 'step.parked' && event.park.on?.kind === 'call') {
      const { runId, capability, binding } = event.park.on;
      const bound = capability === undefined || binding === undefined ? {} : { capability, binding };
      begun.set(runId, { node: event.node, mode: 'wait', ...item, ...bound });
    }
    const started = event.type === 'step.succeeded' && startedBy(event, nodes);
    if (started) begun.set(started, { node: event.node, mode: 'start', ...item });
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
  const call = drawn && (definition?.calls?.(drawn.params) ?? definition?.asks?.(drawn.params));
  if (call?.mode !== 'start' || !('value' in output)) return undefined;
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
