import {
  type CalleeState,
  callsOf,
  checkCalls,
  checkLayerCalls,
  type DrawnCall,
  type Flow,
  type FlowLayer,
  type Issue,
  isCallable,
  newestIn,
} from '@lockstep/schema/graph';
import { callableStart } from '../runner/calls/choose-callee.ts';
import { listCallEdges, listCallers, publishedVersions } from '../store/flow-calls.ts';
import type { Doors } from './ports.ts';

type Parts = Pick<Doors, 'catalogue' | 'contracts' | 'db' | 'flows'>;

/** What publishing checks about calls: the flows that this one calls, and the flows that call this one. */
export async function callIssues(flow: Flow, parts: Parts): Promise<readonly Issue[]> {
  return [...(await calleeIssues(flow, parts)), ...(await callerIssues(flow, parts))];
}

async function calleeIssues(flow: Flow, { catalogue, db, flows }: Parts): Promise<readonly Issue[]> {
  const calls = callsOf(flow, catalogue);
  if (calls.length === 0) return [];
  const [published, edges] = await Promise.all([
    publishedVersions(
      db,
      calls.map(({ flowId }) => flowId),
    ),
    listCallEdges(db),
  ]);
  const states = new Map(await Promise.all(calls.map(async (call) => [call.node, await stateOf(call)] as const)));
  const callees = Map.groupBy(edges, ([caller]) => caller);
  const layers = await layersOf();
  return [
    ...checkCalls(flow, catalogue, {
      calleeOf: ({ node }) => states.get(node) ?? { state: 'unseen' },
      callees: (id) => callees.get(id)?.map(([, callee]) => callee) ?? [],
    }),
    ...checkLayerCalls(flow, catalogue, (id) => layers.get(id) ?? 'unseen'),
  ];

  /** Layers of the versions that calls get; nothing is said about flows that cannot be called yet. */
  async function layersOf(): Promise<ReadonlyMap<string, FlowLayer | 'none'>> {
    if (flow.settings.layer === undefined) return new Map();
    const found = await Promise.all(
      calls.map(async ({ flowId }) => {
        const newest = published.get(flowId)?.toSorted((a, b) => b.version - a.version)[0];
        return newest && ([flowId, (await flows.load(newest.snapshotId)).flow.settings.layer ?? 'none'] as const);
      }),
    );
    return new Map(found.filter((each) => each !== undefined));
  }

  async function stateOf({ flowId, versions: range }: DrawnCall): Promise<CalleeState> {
    const versions = published.get(flowId);
    if (!versions) return { state: 'absent' };
    if (versions.length === 0) return { state: 'unpublished' };
    const version = newestIn(
      range,
      versions.map((each) => each.version),
    );
    const found = versions.find((each) => each.version === version);
    if (!found) return { state: 'no-version' };
    const loaded = await flows.load(found.snapshotId);
    return callableStart(loaded) ? { state: 'callable' } : { state: 'not-callable', version: found.version };
  }
}

/** Callers that would get the version about to be published, when it cannot be called any more or makes other promises. */
async function callerIssues(flow: Flow, { catalogue, contracts, db, flows }: Parts): Promise<readonly Issue[]> {
  const rows = await listCallers(db, flow.id);
  if (rows.length === 0) return [];
  const versions = (await publishedVersions(db, [flow.id])).get(flow.id) ?? [];
  const newest = versions.toSorted((a, b) => b.version - a.version)[0];
  const next = (newest?.version ?? 0) + 1;
  const known = [...versions.map(({ version }) => version), next];
  const concerned = rows.filter(({ pinned, versions: range }) => pinned === null && newestIn(range, known) === next);
  if (concerned.length === 0 || !newest) return [];
  const names = [...new Set(concerned.map(({ flowName }) => `"${flowName}"`))].join(', ');
  const warning = (code: string, message: string, node?: string): readonly Issue[] => [
    { severity: 'warning', code, message, ...(node !== undefined && { node }) },
  ];
  if (!isCallable(flow, catalogue)) {
    return warning('callers-break', `${names} call this flow and would get this version, which has no callable start.`);
  }
  const before = callableStart(await flows.load(newest.snapshotId))?.contracts ?? {};
  const start = flow.nodes.find(({ type }) => catalogue.get(type)?.callable !== undefined);
  const after = (start && catalogue.get(start.type)?.callable?.(start.params)) ?? {};
  if (isSame(before.input, after.input) && isSame(before.output, after.output)) return [];
  const change = `takes ${after.input ?? 'anything'} and returns ${after.output ?? 'anything'} from now on`;
  return warning('callers-concerned', `${names} call this flow and get this version, which ${change}.`, start?.id);

  /** What was published is pinned to a version, what is drawn may be a name. */
  function isSame(published: string | undefined, drawn: string | undefined): boolean {
    const [was, is] = [published, drawn].map((ref) => (ref === undefined ? undefined : (contracts.find(ref) ?? ref)));
    return was === is;
  }
}
