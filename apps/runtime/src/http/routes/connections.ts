import { connectionType, isAddress, schemesOf } from '@lockstep/nodes/connections';
import * as api from '@lockstep/schema/api';
import { type HttpRequest, StepError } from '@lockstep/schema/node';
import type { Hono } from 'hono';
import { certificateFault, certificatesOf } from '../../egress/index.ts';
import { SecretError } from '../../secrets/secret-box.ts';
import { signRs256 } from '../../secrets/sign.ts';
import { listUnread } from '../../store/unread.ts';
import type { AppEnv } from '../env.ts';
import type { Doors, ShownConnection } from '../ports.ts';
import { serve } from '../serve.ts';

type Texts = Readonly<Record<string, string>>;

export function connectionRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { connections, guards } = doors;

  serve(app, api.listConnections, async () => {
    const known = await connections.list();
    const [health, all] = await Promise.all([guards.health(known), listUnread(doors.db, doors.now())]);
    return {
      connections: known.map((each) => {
        const found = health.get(each.id);
        const unread = all.flatMap(({ connection, ...one }) => (connection === each.id ? [one] : []));
        return { ...view(each), ...(found && { health: found }), ...(unread.length > 0 && { unread }) };
      }),
    };
  });

  serve(app, api.putConnection, async ({ params: { id }, body, problem }) => {
    const type = connectionType(body.system);
    if (!type) throw problem('request-invalid', `There is no kind of connection "${body.system}".`);
    if (body.baseUrl !== '' && !isAddress(body.baseUrl, schemesOf(type))) {
      const schemes = schemesOf(type).map((scheme) => `${scheme}://`);
      throw problem('request-invalid', `The address must begin with ${schemes.join(' or ')}.`);
    }
    const fault = await faultOf(id, body);
    if (fault !== undefined) throw problem('request-invalid', fault);
    return view(await connections.put(id, body));
  });

  /** What is wrong with its certificates as they would be kept: a key that is not sent stays the one before. */
  async function faultOf(
    id: string,
    { settings, secrets, system }: { readonly settings: Texts; readonly secrets: Texts; readonly system: string },
  ) {
    const before = secrets.tlsKey === undefined ? await connections.resolve(id).catch(() => undefined) : undefined;
    const kept = before?.system === system ? before.settings.tlsKey : undefined;
    const certificates = certificatesOf({ ...settings, ...(kept !== undefined && { tlsKey: kept }), ...secrets });
    return certificates && certificateFault(certificates)?.message;
  }

  serve(app, api.testConnection, async ({ params: { id }, problem }) => {
    const connection = await connections.resolve(id).catch((error: unknown) => {
      if (error instanceof SecretError) return error.message;
      throw error;
    });
    if (connection === undefined) throw problem('not-found', `There is no connection "${id}".`);
    if (typeof connection === 'string') return { ok: false, message: connection, durationMs: 0 };
    const test = connectionType(connection.system)?.test;
    if (!test) return { ok: true, message: 'This kind of connection has no test call.', durationMs: 0 };
    const from = performance.now();
    const certificates = certificatesOf(connection.settings);
    const http = (request: HttpRequest) => doors.egress(request, certificates);
    const { contacts } = doors;
    const { ok, message } = await test({ connection, http, ...contacts, now: doors.now(), signRs256 }).catch(
      (error: unknown) => {
        if (error instanceof StepError) return { ok: false, message: error.failure.message };
        throw error;
      },
    );
    return { ok, message, durationMs: Math.round(performance.now() - from) };
  });

  serve(app, api.listOffers, async ({ params: { id }, query: { below = '' }, problem }) => {
    const connection = await connections.resolve(id).catch((error: unknown) => {
      if (error instanceof SecretError) return error.message;
      throw error;
    });
    if (connection === undefined) throw problem('not-found', `There is no connection "${id}".`);
    if (typeof connection === 'string') return { offers: {}, problem: connection };
    const offers = connectionType(connection.system)?.offers;
    if (!offers) return { offers: {} };
    try {
      const certificates = certificatesOf(connection.settings);
      const http = (request: HttpRequest) => doors.egress(request, certificates);
      const found = await offers({ connection, http, now: doors.now() }, below);
      return { offers: Object.fromEntries(Object.entries(found).map(([kind, names]) => [kind, [...names].sort()])) };
    } catch (error) {
      if (error instanceof StepError) return { offers: {}, problem: error.failure.message };
      return { offers: {}, problem: error instanceof Error ? error.message : 'The system does not tell.' };
    }
  });

  serve(app, api.setBreaker, async ({ params: { id }, body: { action, by }, problem }) => {
    const connection = (await connections.list()).find((each) => each.id === id);
    if (!connection) throw problem('not-found', `There is no connection "${id}".`);
    return guards.setBreaker(connection, action, by);
  });
}

function view({ secretsSet, updatedAt, ...connection }: ShownConnection): api.ConnectionView {
  return {
    ...connection,
    settings: { ...connection.settings },
    secretsSet: [...secretsSet],
    updatedAt: updatedAt.toISOString(),
  };
}
