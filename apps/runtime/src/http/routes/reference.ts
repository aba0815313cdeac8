import { ENDPOINTS, type HookOperation, openApiDocument } from '@lockstep/schema/api';
import { answersOf, callbacksOf } from '@lockstep/schema/wires';
import type { Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Door } from '../hooks/door.ts';
import type { HookTable } from '../hooks/hook-table.ts';
import type { Doors } from '../ports.ts';
import { referencePage } from '../site/reference-page.ts';
import { baseUrl } from '../status-url.ts';

/** How the bodies of a hook are described; by content type, JSON is the one worth showing. */
const BODY_TYPES = {
  'by-type': {},
  json: {},
  text: { bodyType: 'text/plain' },
  bytes: { bodyType: 'application/octet-stream' },
} as const;

/** Where the key of a sender stands, when the door asks for one. */
function keyOf({ plan, channels }: Door): Pick<HookOperation, 'keyHeader' | 'hasChannels'> {
  const [channel] = channels;
  const { kind, ...asked } = channel ? channel.proof.plan : plan;
  return kind === 'key' && 'header' in asked ? { keyHeader: asked.header, hasChannels: channel !== undefined } : {};
}

/** `/openapi.json` and `/docs`, both printed from the contract, the published hooks and the doors of topics of this moment. */
export function referenceRoutes(app: Hono<AppEnv>, doors: Doors, hooks: HookTable): void {
  async function document(serverUrl: string) {
    const parts = { catalogue: doors.catalogue, contracts: doors.contracts.all() };
    const published = await Promise.all(
      hooks.rows().map(async ({ path, method, flowId, node }): Promise<HookOperation> => {
        const door = await hooks.find(path, method);
        const contract = door?.contract === undefined ? undefined : doors.contracts.find(door.contract);
        const { description } = door?.ready.flow.settings ?? {};
        return {
          ...{ path, method, flowId, node },
          flowName: door?.ready.flow.name ?? flowId,
          ...(description !== undefined && { description }),
          respondsItself: door?.waitMs !== undefined,
          answers: door?.waitMs === undefined ? [] : answersOf(door.ready.flow, node, parts),
          callbacks: door ? callbacksOf(door.ready.flow, node, parts) : [],
          ...(door?.dedupe?.header !== undefined && { dedupeHeader: door.dedupe.header }),
          refusesOthers: door?.refusesOthers ?? false,
          ...(door && keyOf(door)),
          ...(door?.reference !== undefined && { reference: door.reference }),
          ...(door && BODY_TYPES[door.body]),
          ...(contract && { bodySchema: contract.schema }),
          ...(contract?.example !== undefined && { bodyExample: contract.example }),
        };
      }),
    );
    const topics = (await doors.topics.list()).flatMap(({ name, description, door, contract: ref }) => {
      const contract = ref === undefined ? undefined : doors.contracts.find(ref);
      return door ? [{ topic: name, description, ...(contract && { dataSchema: contract.schema }) }] : [];
    });
    const sorted = published.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
    return openApiDocument({ version: doors.version, endpoints: ENDPOINTS, hooks: sorted, topics, serverUrl });
  }

  app.get('/openapi.json', async (context) =>
    Response.json(await document(baseUrl(context, doors.config)), { headers: { 'cache-control': 'no-cache' } }),
  );
  app.get('/docs', async (context) => {
    const html = referencePage(await document(baseUrl(context, doors.config)));
    return new Response(html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      },
    });
  });
}
