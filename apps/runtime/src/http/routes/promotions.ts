import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { makePlan, UnknownFlow } from '../../runner/promotion/make-plan.ts';
import { publishAll } from '../../runner/promotion/publish-all.ts';
import type { Installation } from '../../runner/promotion/read-environment.ts';
import * as store from '../../store/environments.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

/** A refusal of an installation, while a plan is made or carried out. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor({ code, detail }: { readonly code: string; readonly detail: string }) {
    super(detail);
    this.code = code;
  }
}

const value: Installation['value'] = (answer) => {
  if (answer.ok) return answer.value;
  throw new Refusal(answer);
};

/** Longest silence of the other installation. */
const TIMEOUT_MS = 30_000;

/** Other installations, and what goes from here to them. */
export function promotionRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, catalogue, config, secrets } = doors;

  serve(app, api.listEnvironments, async () => ({
    ...(config.environment !== undefined && { here: config.environment }),
    environments: (await store.listEnvironments(db)).map(view),
  }));

  serve(app, api.putEnvironment, async ({ params: { name }, body: { url, token, by } }) => {
    const sealed = token === undefined ? undefined : token === '' ? null : secrets.seal(ownerOf(name), { token });
    return view(await store.putEnvironment(db, { name, url: url.replace(/\/+$/, ''), token: sealed, by }));
  });

  serve(app, api.removeEnvironment, async ({ params: { name }, problem }) => {
    if (!(await store.removeEnvironment(db, name))) throw problem('not-found', unknown(name));
    return { removed: true as const };
  });

  serve(app, api.planPromotion, async ({ params: { name }, body: { flows }, problem }) => {
    const there = await store.readEnvironmentRow(db, name);
    if (!there) throw problem('not-found', unknown(name));
    return (await reaching(there, problem, () => planOf(there, flows))).plan;
  });

  serve(app, api.promoteFlows, async ({ params: { name }, body: { flows, reason, by, accept }, problem }) => {
    const there = await store.readEnvironmentRow(db, name);
    if (!there) throw problem('not-found', unknown(name));
    const { items } = await reaching(there, problem, () => planOf(there, flows));
    const open = items.filter(({ state }) => state !== 'same');
    const [obstacle] = open.flatMap(({ flow, obstacles }) => obstacles.map((text) => `${flow.name}: ${text}`));
    if (obstacle !== undefined) throw problem('promotion-refused', `Nothing was changed. ${obstacle}`);
    const [question] = open.flatMap(({ flow, questions }) => questions.map((text) => `${flow.name}: ${text}`));
    if (question !== undefined && !accept)
      throw problem('promotion-refused', `Nothing was changed. Somebody has to agree: ${question}`);
    if (open.length === 0) throw problem('promotion-refused', `All of it is the same at ${name} already.`);
    const from = config.environment ?? 'another environment';
    const made = new Map<string, number>();
    let refused: string | undefined;
    try {
      const wanted = open.map(({ flow, version, semver }) => ({
        flow,
        semver,
        note: `${reason} (promoted from ${from}, version ${version})`.slice(0, 2000),
      }));
      const onPublished = ({ flowId, version }: api.FlowVersion) => void made.set(flowId, version);
      await publishAll(wanted, installation(there), { by, takeOver: accept, onPublished });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Somebody works on a draft there: nothing was written.
      if (error.code === 'draft-held') throw problem('promotion-refused', error.message);
      refused = error.message;
    }
    const promoted = open.map(({ flow, version }): api.PromotedFlow => {
      const becomes = made.get(flow.id);
      const told = { flowId: flow.id, flowName: flow.name, version };
      return becomes === undefined
        ? { ...told, refused: refused ?? 'It is the same there already.' }
        : { ...told, becomes };
    });
    const kept = { environment: name, url: there.url, flows: promoted, reason, promotedBy: by };
    return promotionView(await store.keepPromotion(db, kept));
  });

  serve(app, api.listPromotions, async ({ query: { limit } }) => ({
    promotions: (await store.listPromotions(db, limit)).map(promotionView),
  }));

  serve(app, api.getFlowThere, async ({ params: { name, flowId }, problem }) => {
    const there = await store.readEnvironmentRow(db, name);
    if (!there) throw problem('not-found', unknown(name));
    const { call } = installation(there);
    const found = await reaching(there, problem, async () => {
      const { flows } = value(await call(api.listFlows, {}));
      const version = flows.find(({ id }) => id === flowId)?.publishedVersion;
      return version === undefined ? undefined : value(await call(api.getVersion, { params: { flowId, version } }));
    });
    if (!found) throw problem('not-found', `The flow "${flowId}" is not published at ${name}.`);
    return { version: found.version, flow: found.flow, url: `${there.url}/flows/${flowId}` };
  });

  async function planOf(there: store.StoredEnvironment, only: readonly string[]) {
    const to = installation(there);
    const { environment } = value(await to.call(api.getOverview, {}));
    if (environment !== undefined && environment !== there.name)
      throw new Refusal({ code: 'other', detail: `it serves ${environment}, not ${there.name}` });
    const here = { ...ownInstallation(), name: config.environment ?? 'here' };
    return makePlan({ from: here, to: { ...to, name: there.name }, only, catalogue });
  }

  /** This installation by its own API, so that both sides are read in one way. */
  function ownInstallation(): Installation {
    const call = api.createClient({ baseUrl: '', fetch: async (path, init) => app.request(path, init) });
    return { call, value };
  }

  function installation({ name, url, token }: store.StoredEnvironment): Installation {
    const opened = token ? secrets.open(ownerOf(name), token).token : undefined;
    const own = opened === undefined ? {} : { authorization: `Bearer ${opened}` };
    const call = api.createClient({
      baseUrl: url,
      fetch: async (address, { method, headers, body }) => {
        const sent = { method, url: address, headers: { ...headers, ...own }, timeoutMs: TIMEOUT_MS };
        const { status, text } = await doors.egress({ ...sent, ...(body !== undefined && { body }) });
        return { ok: status >= 200 && status < 300, status, text: async () => text };
      },
    });
    return { call, value };
  }
}

async function reaching<T>(
  { name, url }: store.StoredEnvironment,
  problem: (code: 'environment-unreachable' | 'not-found', detail: string) => Error,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnknownFlow) throw problem('not-found', error.message);
    if (!(error instanceof Refusal)) throw error;
    const said = error.code === 'offline' ? 'did not answer' : 'refused';
    throw problem('environment-unreachable', `The installation ${name} at ${url} ${said}: ${error.message}`);
  }
}

/** Sealed in, so that the token of one environment does not open as that of another. */
const ownerOf = (name: string) => `environment:${name}`;
const unknown = (name: string) => `There is no environment "${name}".`;

function view({ name, url, token, changedBy, changedAt }: store.StoredEnvironment): api.EnvironmentView {
  return { name, url, hasToken: token !== null, changedBy, changedAt: changedAt.toISOString() };
}

function promotionView({ promotedBy: by, promotedAt, ...promotion }: store.StoredPromotion): api.Promotion {
  return { ...promotion, by, at: promotedAt.toISOString() };
}
