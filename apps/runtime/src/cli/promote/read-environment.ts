import { catalogue } from '@lockstep/nodes/catalogue';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { editedParams } from '../../runner/steps/edited-params.ts';
import { apiAt, orFail } from '../client.ts';
import type { PublishedFlow, Target } from './plan-promotion.ts';

/** What an environment has: its newest versions, connections and tables; also the hashes of its drafts. */
export async function readEnvironment(url: string): Promise<Target> {
  const call = apiAt(url);
  const [flows, connections, tables] = await Promise.all([
    call(api.listFlows, {}),
    call(api.listConnections, {}),
    call(api.listTables, {}),
  ]);
  const published = new Map<string, PublishedFlow>();
  const drafts = new Map<string, string>();
  for (const { id, publishedVersion } of orFail(flows, url).flows) {
    const params = { flowId: id };
    drafts.set(id, orFail(await call(api.getDraft, { params }), url).hash);
    if (publishedVersion === undefined) continue;
    const { version, flow } = orFail(
      await call(api.getVersion, { params: { ...params, version: publishedVersion } }),
      url,
    );
    published.set(id, { version, flow });
  }
  const contents = new Map<string, string>();
  for (const { name } of orFail(tables, url).tables) {
    contents.set(name, orFail(await call(api.exportTable, { params: { name } }), url).csv);
  }
  const systems = new Map(orFail(connections, url).connections.map(({ id, system }) => [id, system]));
  return { published, drafts, systems, tables: contents };
}

/** Connections that steps of a flow name. */
export function connectionsOf(flow: Flow): readonly string[] {
  const named = flow.nodes.flatMap((node) => {
    const definition = catalogue.get(node.type);
    return definition ? editedParams(node, definition, 'connection').map(({ value }) => value) : [];
  });
  return [...new Set(named)].filter((id) => id !== '' && !id.startsWith('=')).sort();
}
