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
import { type CallerRow, listCallEdges, listCallers, publishedVersions } from '../store/flow-calls.ts';
import type { Doors } from './ports.ts';
import { releaseOf } from './release-of.ts';

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
    const version = newestIn(range, versions);
    const found = versions.find((each) => each.version === version);
    if (!found) return { state: 'no-version' };
    const loaded = await flows.load(found.snapshotId);
    return callableStart(loaded) ? { state: 'callable' } : { state: 'not-callable', version: found.version };
  }
}

/** Callers that would get the version about to be published, when it cannot be called any more or breaks what was promised. */
async function callerIssues(flow: Flow, parts: Parts): Promise<readonly Issue[]> {
  const { catalogue, db } = parts;
  const rows = await listCallers(db, flow.id);
  if (rows.length === 0) return [];
  const versions = (await publishedVersions(db, [flow.id])).get(flow.id) ?? [];
  const next = Math.max(0, ...versions.map(({ version }) => version)) + 1;
  const release = await releaseOf(flow, parts);
  const known = [...versions, { version: next, semver: release?.semver }];
  const isConcerned = ({ pinned, versions: range }: CallerRow) => pinned === null && newestIn(range, known) === next;
  const concerned = namesOf(rows.filter(isConcerned));
  if (concerned === '' || versions.length === 0) return [];
  const warning = (code: string, message: string, node?: string): readonly Issue[] => [
    { severity: 'warning', code, message, ...(node !== undefined && { node }) },
  ];
  if (!isCallable(flow, catalogue)) {
    return warning(
      'callers-break',
      `${concerned} call this flow and would get this version, which has no callable start.`,
    );
  }
  if (!release || release.breaks.length === 0) return [];
  const start = flow.nodes.find(({ type }) => catalogue.get(type)?.callable !== undefined);
  const staying = namesOf(rows.filter((row) => !isConcerned(row)));
  const { semver, against, breaks } = release;
  const message =
    `${concerned} call this flow and get this version, ${semver}, which breaks what ${against} promised: it ${breaks.join('; ')}.` +
    (staying === '' ? '' : ` ${staying} keep what they get now.`);
  return warning('callers-concerned', message, start?.id);
}

/** Each flow once: `"orders", "returns"`. */
function namesOf(rows: readonly CallerRow[]): string {
  return [...new Set(rows.map(({ flowName }) => `"${flowName}"`))].join(', ');
}
