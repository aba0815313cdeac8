import * as api from '@lockstep/schema/api';
import { contentHash, type Flow, withoutPinned } from '@lockstep/schema/graph';
import { apiAt, orFail } from './client.ts';

/** What is to be published, in order, each with what changed and why. */
export interface ToPublish {
  readonly flow: Flow;
  readonly note: string;
}

/**
 * Makes documents the drafts of their flows, all or none, and publishes those that mean something else than what is published. A
 * publish that is refused ends it; what was published before stays, and the next time goes on from there.
 *
 * @throws CommandError with the refusal
 */
export async function publishAll(
  items: readonly ToPublish[],
  { url, by, takeOver = false }: { readonly url: string; readonly by: string; readonly takeOver?: boolean | undefined },
): Promise<readonly api.FlowVersion[]> {
  if (items.length === 0) return [];
  const call = apiAt(url);
  orFail(await call(api.importFlows, { body: { flows: items.map(({ flow }) => flow), takeOver, by } }), url);
  const versions: api.FlowVersion[] = [];
  for (const { flow, note } of items) {
    const params = { flowId: flow.id };
    const { published } = orFail(await call(api.getDraft, { params }), url);
    if (published && published.hash === contentHash(withoutPinned(flow))) continue;
    const body = { flow, basedOn: published?.version ?? 0, note, by };
    versions.push(orFail(await call(api.publishFlow, { params, body }), url));
  }
  return versions;
}
