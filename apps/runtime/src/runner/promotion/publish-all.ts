import * as api from '@lockstep/schema/api';
import { contentHash, type Flow, withoutPinned } from '@lockstep/schema/graph';
import type { Installation } from './read-environment.ts';

/** What is to be published, in order, each with what changed and why. */
export interface ToPublish {
  readonly flow: Flow;
  readonly note: string;
  /** What it is called where it comes from. */
  readonly semver?: string | undefined;
}

/**
 * Makes documents the drafts of their flows, all or none, and publishes those that mean something else than what is published. A
 * publish that is refused ends it; what was published before stays, and the next time goes on from there.
 *
 * @param onPublished told of each version as it is made
 * @throws what `value` throws for a refusal
 */
export async function publishAll(
  items: readonly ToPublish[],
  { call, value }: Installation,
  {
    by,
    takeOver = false,
    onPublished,
  }: {
    readonly by: string;
    readonly takeOver?: boolean | undefined;
    readonly onPublished?: (version: api.FlowVersion) => void;
  },
): Promise<readonly api.FlowVersion[]> {
  if (items.length === 0) return [];
  value(await call(api.importFlows, { body: { flows: items.map(({ flow }) => flow), takeOver, by } }));
  const versions: api.FlowVersion[] = [];
  for (const { flow, note, semver } of items) {
    const params = { flowId: flow.id };
    const { published } = value(await call(api.getDraft, { params }));
    if (published && published.hash === contentHash(withoutPinned(flow))) continue;
    const body = { flow, basedOn: published?.version ?? 0, note, by, ...(semver !== undefined && { semver }) };
    const version = value(await call(api.publishFlow, { params, body }));
    onPublished?.(version);
    versions.push(version);
  }
  return versions;
}
