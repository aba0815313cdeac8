import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';

const TIMEOUT_MS = 15_000;
/** Webhooks that come due in a jump are sent before it ends, their retries too. */
const JUMP_MS = 60_000;

/** The simulated systems through one door, so that the designer needs no other origin. */
export function estateRoutes(app: Hono<AppEnv>, { estate, testTime }: Pick<Doors, 'estate' | 'testTime'>): void {
  serve(app, api.listEstate, () => [...(estate?.systems ?? [])]);

  serve(app, api.getEstateState, ({ params }) => ask(systemOf(params.system).stateUrl, 'GET'));
  serve(app, api.getEstateFaults, async ({ params }) =>
    api.Faults.parse(await ask(systemOf(params.system).faultsUrl, 'GET')),
  );
  serve(app, api.putEstateFaults, async ({ params, body }) =>
    api.Faults.parse(await ask(systemOf(params.system).faultsUrl, 'PUT', body as Json)),
  );
  serve(app, api.sendEstateOrders, ({ body }) => ask(`${simUrl('shopify')}/orders`, 'POST', body as Json));
  serve(app, api.putEstateGenerator, async ({ body }) =>
    api.putEstateGenerator.ok.parse(await ask(`${whole().url}/generator`, 'PUT', body as Json)),
  );
  serve(app, api.getEstateTime, async () => api.EstateTime.parse(await ask(whole().url, 'GET')));
  serve(app, api.changeEstateTime, async ({ body }) => {
    await ask(`${whole().url}/clock`, 'POST', body as Json, JUMP_MS);
    return api.EstateTime.parse(await ask(whole().url, 'GET'));
  });
  serve(app, api.resetEstate, async ({ body }) => {
    const begun = await ask(`${whole().url}/reset`, 'POST', body as Json);
    await whole().openDoors();
    const { aheadMs, now } = testTime?.read() ?? { aheadMs: 0, now: '' };
    if (aheadMs === 0 || body.frozenAt != null) return api.EstateTime.parse(begun);
    // It began at the time of the machine, where the runtime is ahead of it.
    await ask(`${whole().url}/clock`, 'POST', { now: Date.parse(now) });
    return api.EstateTime.parse(await ask(whole().url, 'GET'));
  });

  function whole(): NonNullable<typeof estate> {
    if (!estate) throw problem('estate-absent', 'Start with LOCKSTEP_DEMO=1 to have the virtual estate.');
    return estate;
  }

  function systemOf(name: string): api.EstateSystem {
    const system = whole().systems.find(({ system }) => system === name);
    if (!system) throw problem('not-found', `There is no simulated system "${name}".`);
    return system;
  }

  /** The simulator's own door, beside its state. */
  function simUrl(name: string): string {
    return systemOf(name).stateUrl.replace(/\/state$/, '');
  }
}

async function ask(url: string, method: 'GET' | 'PUT' | 'POST', body?: Json, timeoutMs = TIMEOUT_MS): Promise<Json> {
  const signal = AbortSignal.timeout(timeoutMs);
  const sent =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, signal, ...sent }).catch((error: unknown) => {
    throw problem('estate-unreachable', error instanceof Error ? error.message : undefined);
  });
  const text = await response.text();
  if (response.status >= 400 && response.status < 500) throw problem('request-invalid', detailOf(text));
  if (!response.ok) throw problem('estate-unreachable', `The simulator answered ${response.status}.`);
  return text === '' ? null : (JSON.parse(text) as Json);
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? 'The simulator refused.';
  } catch {
    return 'The simulator refused.';
  }
}
