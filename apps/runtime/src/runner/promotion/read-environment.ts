import * as api from '@lockstep/schema/api';
import type { Catalogue } from '@lockstep/schema/node';
import { type FoundSurroundings, readSurroundings, type Unwrap } from '../surroundings.ts';
import type { Environment, PublishedFlow } from './plan-promotion.ts';

/** The API of an installation, and what is done with its refusals. */
export interface Installation {
  readonly call: api.Call;
  readonly value: Unwrap;
}

/** What an environment has: its newest versions, connections, variables, tables and contracts; also the hashes of its drafts. */
export async function readEnvironment({ call, value }: Installation): Promise<Environment> {
  const [flows, connections, variables] = await Promise.all([
    call(api.listFlows, {}),
    call(api.listConnections, {}),
    call(api.listVariables, {}),
  ]);
  const published = new Map<string, PublishedFlow>();
  const drafts = new Map<string, string>();
  for (const { id, publishedVersion } of value(flows).flows) {
    const params = { flowId: id };
    drafts.set(id, value(await call(api.getDraft, { params })).hash);
    if (publishedVersion === undefined) continue;
    const found = value(await call(api.getVersion, { params: { ...params, version: publishedVersion } }));
    const { version, flow, semver } = found;
    published.set(id, { version, flow, semver });
  }
  return {
    published,
    drafts,
    connections: new Map(value(connections).connections.map((each) => [each.id, each])),
    variables: new Map(value(variables).variables.map((each) => [each.name, each.held])),
  };
}

/** Contracts and tables that flows name, the newest of each, as an installation has them. */
export function newestSurroundings(
  flows: readonly PublishedFlow[],
  { call, value }: Installation,
  catalogue: Catalogue,
): Promise<FoundSurroundings> {
  const drawn = flows.map(
    ({
      flow: {
        pins: _,
        settings: { tables: __, ...settings },
        ...flow
      },
    }) => ({ ...flow, settings }),
  );
  return readSurroundings(drawn, { call, value, catalogue });
}
