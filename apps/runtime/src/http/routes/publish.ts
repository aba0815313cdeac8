import * as api from '@lockstep/schema/api';
import {
  asksOf,
  callsOf,
  contentHash,
  documentHash,
  type Flow,
  isError,
  offersOf,
  withoutPinned,
} from '@lockstep/schema/graph';
import type { TriggerInfo } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import { pinContracts } from '../../runner/contract-pins.ts';
import { flowExists, keepSnapshot, newestVersion, publishVersion } from '../../store/flows.ts';
import { readPause } from '../../store/pauses.ts';
import type { AppEnv } from '../env.ts';
import { consumersOf, hooksOf, issuesOf, schedulesOf, watchesOf } from '../flow-issues.ts';
import type { HookTable } from '../hooks/hook-table.ts';
import { manualBusinessKey } from '../manual-start.ts';
import { overloadedBy } from '../overloaded.ts';
import { pausedProblem } from '../paused.ts';
import type { Doors } from '../ports.ts';
import { releaseOf } from '../release-of.ts';
import { reviewGate } from '../review-gate.ts';
import { sampleGate } from '../sample-gate.ts';
import { serve } from '../serve.ts';
import { statusUrl } from '../status-url.ts';
import { withPins } from '../table-lookups.ts';
import { noFlow, versionView } from './flows.ts';

/** From draft to version to run: check, publish, test run, start by hand. */
export function publishRoutes(app: Hono<AppEnv>, doors: Doors, hooks: HookTable): void {
  const { db, catalogue, contracts, host } = doors;

  serve(app, api.checkFlow, async ({ body: { flow } }) => ({ issues: [...(await issuesOf(flow, doors))] }));

  serve(
    app,
    api.publishFlow,
    async ({ params: { flowId }, body: { flow, basedOn, note, by, override, semver }, problem }) => {
      if (flow.id !== flowId) throw problem('request-invalid', `The document is of the flow "${flow.id}".`);
      const issues = await issuesOf(flow, doors);
      const errors = issues.filter(isError);
      if (errors.length > 0) {
        if (errors.every(({ code }) => code === 'path-taken'))
          throw problem('path-taken', errors[0]?.message, { issues: errors });
        throw problem(
          'flow-invalid',
          `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}: ${errors[0]?.message}`,
          { issues },
        );
      }
      const gate = await sampleGate(flow, override?.reason, doors);
      if (!gate.open) throw problem('samples-failed', gate.detail, { failed: gate.failed });
      const hash = contentHash(flow);
      const review = await reviewGate(flow, { hash, basedOn }, doors);
      if (!review.open) throw problem('review-required', review.detail);
      // The versions of tables it reads, and of contracts it names, are part of what is published: a run finds them with its snapshot.
      await contracts.refresh();
      const pinned = pinContracts(await withPins(withoutPinned(flow), doors), catalogue, contracts.find);
      const release = await releaseOf(pinned, doors, semver);
      const result = await publishVersion(db, {
        flow: pinned,
        snapshotId: documentHash(pinned),
        hash,
        basedOn,
        note,
        by,
        hooks: hooksOf(flow, catalogue),
        schedules: schedulesOf(flow, catalogue),
        calls: callsOf(flow, catalogue),
        capabilities: { offers: offersOf(flow, catalogue), asks: asksOf(flow, catalogue) },
        consumers: consumersOf(flow, catalogue),
        watches: watchesOf(flow, catalogue),
        semver: release?.semver,
        sampleOverride: gate.override,
        review: review.review,
      });
      switch (result.type) {
        case 'absent':
          throw problem('not-found', noFlow(flowId));
        case 'stale':
          throw problem('flow-version-conflict', `Version ${result.newest} is the newest, you began from ${basedOn}.`, {
            newest: result.newest,
          });
        case 'path-taken':
          throw problem('path-taken', `The flow "${result.flowId}" listens at /hooks/${result.path} already.`);
        case 'published':
          await hooks.refresh();
          doors.live.publish({ type: 'flow.changed', flowId });
          return versionView(result.version);
        default:
          return result satisfies never;
      }
    },
  );

  serve(app, api.testRun, async ({ params: { flowId }, body: { flow, node, message }, problem }) => {
    if (flow.id !== flowId) throw problem('request-invalid', `The document is of the flow "${flow.id}".`);
    const errors = (await issuesOf(flow, doors)).filter((issue) => isError(issue) && issue.code !== 'path-taken');
    if (errors.length > 0) throw problem('flow-invalid', errors[0]?.message, { issues: errors });
    const trigger = triggerNode(flow, node);
    if (trigger === undefined) throw problem('request-invalid', noTrigger(flow, node));
    const pinned = pinContracts(await withPins(withoutPinned(flow), doors), catalogue, contracts.find);
    const snapshotId = documentHash(pinned);
    await keepSnapshot(db, { id: snapshotId, flow: pinned });
    const { runId } = await host
      .start({
        flowId,
        version: undefined,
        snapshotId,
        node: trigger,
        message,
        trigger: byHand('test run'),
        test: true,
      })
      .catch(overloadedBy);
    return { runId };
  });

  serve(app, api.startRun, async ({ params: { flowId }, body: { node, message, by }, problem, context }) => {
    const published = await newestVersion(db, flowId);
    if (!published || !(await flowExists(db, flowId))) {
      throw problem('not-found', published ? noFlow(flowId) : `The flow "${flowId}" is not published.`);
    }
    const paused = await readPause(db, flowId);
    if (paused?.ingress === 'refuse') throw pausedProblem(flowId);
    const { version, snapshotId } = published;
    const ready = await doors.flows.load(snapshotId);
    const trigger = triggerNode(ready.flow, node);
    if (trigger === undefined) throw problem('request-invalid', noTrigger(ready.flow, node));
    const info = byHand(by);
    const businessKey = await manualBusinessKey(doors, { ready, node: trigger, message, trigger: info });
    const { runId } = await host
      .start({
        flowId,
        version,
        snapshotId,
        node: trigger,
        message,
        trigger: info,
        ...(businessKey !== undefined && { businessKey }),
        test: false,
      })
      .catch(overloadedBy);
    return { runId, statusUrl: statusUrl(context, doors.config, runId) };
  });

  /** The wanted trigger, else the first. */
  function triggerNode(flow: Flow, wanted: string | undefined): string | undefined {
    const triggers = flow.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
    if (wanted !== undefined) return triggers.find(({ id }) => id === wanted)?.id;
    return triggers[0]?.id;
  }

  function byHand(by: string): TriggerInfo {
    return { kind: 'manual', receivedAt: doors.now(), by };
  }
}

function noTrigger(flow: Flow, node: string | undefined): string {
  return node === undefined ? `"${flow.name}" has no start.` : `"${node}" is not a start of "${flow.name}".`;
}
