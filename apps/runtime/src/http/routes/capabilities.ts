import * as api from '@lockstep/schema/api';
import { type Capability, capabilities, findCapability } from '@lockstep/schema/capabilities';
import type { Hono } from 'hono';
import { changeBinding, listBindings, newestBindings, type StoredBinding } from '../../store/capabilities/bindings.ts';
import { type CapabilityUse, countServed, listUses } from '../../store/capabilities/offers.ts';
import { listShadows, sumShadows } from '../../store/capabilities/shadow-views.ts';
import { bindingIssues } from '../binding-issues.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

const DAY_MS = 86_400_000;
/** Comparisons older than this are not summed up. */
const SHADOW_DAYS = 30;

/** Who offers what, who calls it, and which flow serves whom. */
export function capabilityRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, now } = doors;

  serve(app, api.listCapabilities, async () => {
    const [uses, bindings] = await Promise.all([listUses(db), newestBindings(db)]);
    const bound = new Map(bindings.map((each) => [each.capability, each]));
    const summaries = capabilities.map((each) => summary(each, uses, bound.get(each.name)));
    return { capabilities: await Promise.all(summaries) };
  });

  serve(app, api.getCapability, async ({ params: { name }, problem }) => {
    const capability = findCapability(name);
    if (!capability) throw problem('not-found', absent(name));
    const [uses, history] = await Promise.all([listUses(db, name), listBindings(db, name)]);
    const shadowed = history[0]?.binding.shadow?.flow;
    const since = { sinceMs: now() - SHADOW_DAYS * DAY_MS };
    const sums = shadowed === undefined ? undefined : await sumShadows(db, name, { flowId: shadowed, ...since });
    return {
      ...(await summary(capability, uses, history[0])),
      own: [...capability.own],
      history: history.map(bindingView),
      ...(sums && shadowed !== undefined && { shadow: { flowId: shadowed, ...sums.states, fields: [...sums.fields] } }),
    };
  });

  serve(app, api.putBinding, async ({ params: { name }, body, problem }) => {
    if (!findCapability(name)) throw problem('not-found', absent(name));
    const { binding, basedOn, note, by, forOpenRuns } = body;
    const issues = await bindingIssues(name, binding, doors);
    if (issues.length > 0) throw problem('binding-invalid', issues[0]?.message, { issues });
    const stored = await changeBinding(db, { capability: name, binding, basedOn, note, by, forOpenRuns });
    if ('stale' in stored) {
      const detail = `Version ${stored.stale} is in force, you began from ${basedOn}.`;
      throw problem('binding-conflict', detail, { newest: stored.stale });
    }
    doors.live.publish({ type: 'capability.changed', capability: name });
    return bindingView(stored);
  });

  serve(app, api.listShadows, async ({ params: { name }, query, problem }) => {
    if (!findCapability(name)) throw problem('not-found', absent(name));
    const rows = await listShadows(db, name, query);
    return { shadows: rows.map(shadowView) };
  });

  async function summary(
    { name, title, description, domain, input, output, errors, key }: Capability,
    uses: readonly CapabilityUse[],
    binding: StoredBinding | undefined,
  ): Promise<api.CapabilitySummary> {
    const own = uses.filter(({ capability }) => capability === name);
    const offering = own.filter(({ role }) => role === 'offers');
    const served = await countServed(db, name, now() - DAY_MS);
    const counts = new Map(served.map(({ flowId, calls }) => [flowId, calls]));
    return {
      ...{ name, title, description, domain, input, output, errors: [...errors], key },
      offers: await Promise.all(offering.map((use) => offerView(use, counts.get(use.flowId) ?? 0))),
      callers: await Promise.all(own.filter(({ role }) => role === 'asks').map(callerView)),
      ...(binding && { binding: bindingView(binding) }),
    };
  }

  async function offerView(use: CapabilityUse, served24h: number): Promise<api.CapabilityOffer> {
    const { flowId, flowName, version, snapshotId } = use;
    const { nodes } = await doors.flows.load(snapshotId);
    const systems = [...nodes.values()].flatMap(({ definition }) => definition.ui.system ?? []);
    return { flowId, flowName, version, systems: [...new Set(systems)], served24h };
  }

  async function callerView(use: CapabilityUse): Promise<api.CapabilityCaller> {
    const { flowId, flowName, version, snapshotId, node, mode } = use;
    const { flow, nodes } = await doors.flows.load(snapshotId);
    const nodeName = nodes.get(node)?.node.name ?? node;
    const { layer } = flow.settings;
    return { flowId, flowName, version, ...(layer && { layer }), node, nodeName, mode: mode ?? 'wait' };
  }
}

function bindingView({ version, binding, note, changedBy, inForceAt, forOpenRuns }: StoredBinding): api.BindingView {
  return { version, binding, note, by: changedBy, at: inForceAt.toISOString(), forOpenRuns };
}

function shadowView(row: Awaited<ReturnType<typeof listShadows>>[number]): api.ShadowView {
  const { businessKey, shadowRunId, reason, differences, ...rest } = row;
  return {
    ...rest,
    differences: [...differences],
    ...(businessKey !== null && { businessKey }),
    ...(shadowRunId !== null && { shadowRunId }),
    ...(reason !== null && { reason }),
  };
}

const absent = (name: string) => `There is no capability "${name}".`;
