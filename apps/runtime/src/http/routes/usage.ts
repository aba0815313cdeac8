import * as api from '@lockstep/schema/api';
import { newestIn, type Release } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { listCallers, publishedVersions } from '../../store/flow-calls.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { nodeName } from '../views/node-name.ts';
import { noFlow } from './flows.ts';

/** Who calls a flow: what its author looks at before a publish that others would feel. */
export function usageRoutes(app: Hono<AppEnv>, doors: Doors): void {
  serve(app, api.getFlowUsage, async ({ params: { flowId }, problem }) => {
    const [known, rows] = await Promise.all([publishedVersions(doors.db, [flowId]), listCallers(doors.db, flowId)]);
    const published = known.get(flowId);
    if (!published) throw problem('not-found', noFlow(flowId));
    const callers = rows.map(async ({ snapshotId, pinned, ...caller }): Promise<api.FlowCaller> => {
      const calls = pinned ?? newestIn(caller.versions, published);
      return {
        ...caller,
        nodeName: await nodeName(doors, snapshotId, caller.node),
        isPinned: pinned !== null,
        ...(calls !== undefined && { calls, ...semverOf(calls) }),
      };
    });
    return { callers: await Promise.all(callers), releases: newestOfMajors(published) };

    function semverOf(version: number) {
      const semver = published?.find((each) => each.version === version)?.semver ?? undefined;
      return semver !== undefined && { semver };
    }
  });
}

/** The newest version of each major, oldest first: what ranges such as `^1` get. */
function newestOfMajors(published: readonly Release[]): api.FlowRelease[] {
  const releases = published
    .flatMap(({ version, semver }) => (semver === null || semver === undefined ? [] : [{ version, semver }]))
    .sort((one, other) => one.version - other.version);
  return [...new Map(releases.map((release) => [release.semver.split('.', 1)[0], release])).values()];
}
