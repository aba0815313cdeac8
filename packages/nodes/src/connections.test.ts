import type { HttpRequest, ResolvedConnection } from '@lockstep/schema/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectionType, connectionTypes } from './connections.ts';
import { type Estate, type EstateEntry, startEstate } from './simulators/index.ts';
import { contextFor } from './testing/context.ts';
import { serverFor } from './testing/server.ts';

async function estate(): Promise<Estate> {
  const running = await startEstate();
  onTestFinished(() => running.close());
  return running;
}

/** Those that speak HTTP; the runtime tests the others, over their own protocols. */
async function overHttp(): Promise<readonly EstateEntry[]> {
  return (await estate()).entries.filter(({ baseUrl }) => baseUrl.startsWith('http'));
}

/** The connection to a system of the estate, made of what the estate says about itself. */
function connectionTo({
  system,
  connectionType: type,
  baseUrl,
  credentials,
  webhookSecret,
}: EstateEntry): ResolvedConnection {
  const settings = { ...credentials, ...(webhookSecret !== undefined && { webhookSecret }) };
  return { id: system, system: type, baseUrl, settings };
}

async function test(connection: ResolvedConnection) {
  const seen: HttpRequest[] = [];
  const ctx = contextFor();
  const http = (request: HttpRequest) => {
    seen.push(request);
    return ctx.http(request);
  };
  const result = await connectionType(connection.system)?.test?.({
    connection,
    http,
    files: ctx.files,
    database: ctx.database,
    brokers: ctx.brokers,
    mail: ctx.mail,
    now: Date.now(),
    signRs256: ctx.signRs256,
  });
  return { result, calls: seen.map(({ method, url }) => `${method} ${new URL(url).pathname}`) };
}

describe('the systems of the estate', () => {
  it('fit their connection types: every credential has its field, every required field its value', async () => {
    for (const entry of (await estate()).entries) {
      const { settings, system } = connectionTo(entry);
      const fields = connectionType(system)?.fields ?? [];
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(settings)));
      const required = fields.filter((field) => field.required).map(({ name }) => name);
      expect(Object.keys(settings)).toEqual(expect.arrayContaining(required));
    }
  });

  it('pass the test of their connection, which only reads', async () => {
    for (const entry of await overHttp()) {
      const { result, calls } = await test(connectionTo(entry));
      expect(result).toEqual({ ok: true, message: expect.stringMatching(/\.$/) });
      // Signing in leaves nothing behind either.
      expect(calls.filter((call) => !/^POST .*\/token$/.test(call))).toEqual([expect.stringMatching(/^GET /)]);
    }
  });

  it('fail it with wrong credentials, and when they are ill, without naming a secret', async () => {
    for (const entry of await overHttp()) {
      const connection = connectionTo(entry);
      const wrong = Object.fromEntries(
        Object.entries(connection.settings).map(([name, value]) => [
          name,
          ['privateKey', 'tokenUrl'].includes(name) ? value : 'wr0ng',
        ]),
      );
      const refused = await test({ ...connection, settings: wrong });
      expect(refused.result).toEqual({ ok: false, message: expect.stringMatching(/not accept.*\(40[01]\)\.$/) });
      await fetch(entry.faultsUrl, { method: 'PUT', body: '{"status":503}' });
      const ill = await test(connection);
      expect(ill.result).toEqual({ ok: false, message: expect.stringMatching(/\(503\)\.$/) });
      expect(JSON.stringify([refused.result, ill.result])).not.toMatch(/wr0ng|key_|shp|Welcome|sk_|secret/);
    }
  });
});

it.each([
  [200, true],
  [404, true],
  [401, false],
  [403, false],
  [500, false],
])('an HTTP system that answers %i is reachable: %s', async (status, ok) => {
  const { baseUrl, seen } = await serverFor(() => ({ status }));
  const connection = { id: 'x', system: 'http', baseUrl, settings: { token: 't', apiKey: 'k' } };
  expect((await test(connection)).result).toMatchObject({ ok });
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer t', 'x-api-key': 'k' });
});

it('has one type for each system, with fields of their own names', () => {
  const systems = connectionTypes.map(({ system }) => system);
  expect(systems).toEqual([...new Set(systems)]);
  for (const { fields } of connectionTypes) {
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  }
  expect(connectionType('unheard-of')).toBeUndefined();
});
