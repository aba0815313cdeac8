import * as api from '@lockstep/schema/api';
import { flowsOfBinding } from '@lockstep/schema/capabilities';
import { contentHash, type Flow, type FlowLayer } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { newestBindings } from '../../store/capabilities/bindings.ts';
import {
  createFlow,
  deleteFlow,
  type FlowRow,
  listFlowRows,
  listVersions,
  newestVersion,
  readDraft,
  readSnapshot,
  readVersion,
  type StoredDraft,
  type StoredVersion,
  saveDraft,
} from '../../store/flows.ts';
import { importDrafts } from '../../store/import-drafts.ts';
import { countLanes } from '../../store/lanes/view.ts';
import { NO_RUNS } from '../../store/overview.ts';
import { listPauses } from '../../store/pauses.ts';
import { heldByOther } from '../../store/presence.ts';
import { newestReleases } from '../../store/releases.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import { hooksOf } from '../flow-issues.ts';
import type { HookTable } from '../hooks/hook-table.ts';
import type { Doors } from '../ports.ts';
import { recentCounts } from '../recent-counts.ts';
import { serve } from '../serve.ts';
import { pauseView } from '../views/pause.ts';

type Triggers = api.FlowSummary['triggers'];
interface Outline {
  readonly description: string | undefined;
  readonly layer: FlowLayer | undefined;
  readonly triggers: Triggers;
}

export function flowRoutes(app: Hono<AppEnv>, doors: Doors, hooks: HookTable): void {
  const { db } = doors;
  const counts24h = recentCounts(doors);
  /** What the list shows of a flow, by its documents: these may be large and rarely change. */
  const outlines = createCache<Outline>({ max: 2000 });

  serve(app, api.listFlows, async () => {
    const [rows, counts, paused, laneCounts, releases] = await Promise.all([
      listFlowRows(db),
      counts24h(),
      listPauses(db),
      countLanes(db),
      newestReleases(db),
    ]);
    const lanes = new Map(laneCounts.map(({ flowId, blocked, waiting }) => [flowId, { blocked, waiting }]));
    const pauses = new Map(paused.map((pause) => [pause.flowId, pauseView(pause)]));
    const flows = await Promise.all(
      rows.map(async (row) =>
        summary(
          row,
          await outlines.get(`${row.draftHash}:${row.published?.snapshotId}`, () => outline(row)),
          counts.get(row.id) ?? NO_RUNS,
          { paused: pauses.get(row.id), lanes: lanes.get(row.id), releases: releases.get(row.id) },
        ),
      ),
    );
    return { flows };
  });

  /** The published version's triggers, the draft's while there is none. */
  async function outline({ id, published }: FlowRow): Promise<Outline> {
    const flow = (await readDraft(db, id))?.flow;
    const shown = published ? await readSnapshot(db, published.snapshotId) : flow;
    const { description } = flow?.settings ?? {};
    return { description, layer: shown?.settings.layer, triggers: shown ? triggersOf(shown) : [] };
  }

  function triggersOf(flow: Flow): Triggers {
    const paths = new Map(hooksOf(flow, doors.catalogue).map(({ node, path }) => [node, path]));
    return flow.nodes
      .filter(({ type }) => doors.catalogue.get(type)?.kind === 'trigger')
      .map(({ id, type }) => {
        const path = paths.get(id);
        return { type, ...(path !== undefined && { path: `/hooks/${path}` }) };
      });
  }

  serve(app, api.createFlow, async ({ body: { flow }, problem }) => {
    const draft = await createFlow(db, { flow, hash: contentHash(flow) });
    if (draft === 'exists') throw problem('flow-exists', `There is a flow with the id "${flow.id}". Choose another.`);
    doors.live.publish({ type: 'flow.changed', flowId: flow.id });
    return draftView(draft, await newestVersion(db, flow.id));
  });

  serve(app, api.importFlows, async ({ body: { flows, takeOver, by }, problem }) => {
    const twice = flows.find(({ id }, at) => flows.findIndex((other) => other.id === id) !== at);
    if (twice) throw problem('flow-exists', `Two of the documents are of the flow "${twice.id}".`);
    const imported = await importDrafts(db, flows, { takeOver });
    if ('held' in imported) {
      const who = imported.held.map((one) => `${one.by} has "${one.flowId}" open`).join(', ');
      throw problem('draft-held', `${who}. Nothing was imported; take over to import all the same.`, {
        held: imported.held,
      });
    }
    if ('stale' in imported)
      throw problem('draft-conflict', `The draft of "${imported.stale}" was saved in between. Nothing was imported.`);
    for (const { flowId, result, revision } of imported) {
      if (result === 'unchanged') continue;
      doors.live.publish({ type: 'flow.changed', flowId });
      doors.live.publish({ type: 'draft.replaced', flowId, by, revision });
    }
    return { flows: [...imported] };
  });

  serve(app, api.getDraft, async ({ params: { flowId }, problem }) => {
    const [draft, published] = await Promise.all([readDraft(db, flowId), newestVersion(db, flowId)]);
    if (!draft) throw problem('not-found', noFlow(flowId));
    return draftView(draft, published);
  });

  serve(app, api.saveDraft, async ({ params: { flowId }, body: { flow, basedOn, session }, problem }) => {
    if (flow.id !== flowId) throw problem('request-invalid', `The document is of the flow "${flow.id}".`);
    const holder = session === undefined ? undefined : await heldByOther(db, { flowId, session });
    if (holder) throw problem('draft-held', `${holder.name} is changing this flow.`, { by: holder.name });
    const saved = await saveDraft(db, { flow, hash: contentHash(flow), basedOn });
    if (saved === 'absent') throw problem('not-found', noFlow(flowId));
    if (saved === 'stale') {
      const revision = (await readDraft(db, flowId))?.revision;
      throw problem('draft-conflict', `The draft is at revision ${revision}, you began from ${basedOn}.`, { revision });
    }
    doors.live.publish({ type: 'flow.changed', flowId });
    return { revision: saved.revision, savedAt: saved.savedAt.toISOString(), hash: saved.hash };
  });

  serve(app, api.deleteFlow, async ({ params: { flowId }, problem }) => {
    const [served] = (await newestBindings(db)).filter(({ binding }) => flowsOfBinding(binding).includes(flowId));
    if (served) {
      const { capability, version } = served;
      throw problem('flow-serves', `Binding ${version} of "${capability}" names this flow: bind another one first.`);
    }
    if (!(await deleteFlow(db, flowId))) throw problem('not-found', noFlow(flowId));
    await hooks.refresh();
    doors.live.publish({ type: 'flow.changed', flowId });
    return { deleted: true as const };
  });

  serve(app, api.listVersions, async ({ params: { flowId }, problem }) => {
    const versions = await listVersions(db, flowId);
    if (versions.length === 0 && !(await readDraft(db, flowId))) throw problem('not-found', noFlow(flowId));
    return { versions: versions.map(versionView) };
  });

  serve(app, api.getVersion, async ({ params: { flowId, version }, problem }) => {
    const stored = await readVersion(db, { flowId, version });
    const flow = stored && (await readSnapshot(db, stored.snapshotId));
    if (!flow) throw problem('not-found', `There is no version ${version} of "${flowId}".`);
    return { ...versionView(stored), flow };
  });
}

export const noFlow = (flowId: string) => `There is no flow "${flowId}".`;

export function versionView(stored: StoredVersion): api.FlowVersion {
  const { flowId, version, hash, note, publishedAt, publishedBy, sampleOverride, reviewedBy, semver } = stored;
  const reviewed = reviewedBy === null ? {} : { reviewedBy };
  const override = sampleOverride ? { override: sampleOverride } : {};
  const named = semver === null ? {} : { semver };
  const told = { flowId, version, hash, note, publishedAt: publishedAt.toISOString(), publishedBy };
  return { ...told, ...override, ...reviewed, ...named };
}

function draftView(draft: StoredDraft, published: StoredVersion | undefined): api.FlowDraft {
  const { flow, revision, savedAt, hash } = draft;
  const view = { flow, revision, savedAt: savedAt.toISOString(), hash };
  if (!published) return view;
  const { version, publishedAt } = published;
  return { ...view, published: { version, hash: published.hash, publishedAt: publishedAt.toISOString() } };
}

function summary(
  row: FlowRow,
  { description, layer, triggers }: Outline,
  runs24h: api.RunCounts,
  {
    paused,
    lanes,
    releases,
  }: Pick<api.FlowSummary, 'paused' | 'lanes'> & { readonly releases?: readonly api.FlowRelease[] | undefined },
): api.FlowSummary {
  const { id, name, draftHash, savedAt, published } = row;
  return {
    id,
    name,
    ...(description !== undefined && { description }),
    ...(layer !== undefined && { layer }),
    ...(published && { publishedVersion: published.version, publishedAt: published.publishedAt.toISOString() }),
    ...(published && releases && { releases: [...releases] }),
    changed: published?.hash !== draftHash,
    updatedAt: savedAt.toISOString(),
    triggers,
    ...(paused && { paused }),
    ...(lanes && { lanes }),
    runs24h,
  };
}
