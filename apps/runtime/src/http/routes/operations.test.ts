import { connectionType } from '@lockstep/nodes/connections';
import { createAuthority } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { NO_RUNS } from '../../store/overview.ts';
import { rawRequest, sendRaw } from '../raw-client.testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(
    flowOf('hooked', [
      node('in', 'webhook', { path: 'hooked', contract: 'order@1' }),
      node('log', 'log', { message: 'x' }),
    ]),
  );
});
afterAll(() => world?.stop());
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${world.runtime.url}${path}`, { headers });

describe('connections', () => {
  const put = (body: Parameters<typeof world.call<typeof api.putConnection>>[1]['body'], id = 'shop') =>
    world.call(api.putConnection, { params: { id }, body });
  const base = { name: 'Shop', system: 'shopify', baseUrl: 'http://127.0.0.1:9', settings: {} };

  it('keep secrets left out, remove empty ones, and never send one back', async () => {
    await put({ ...base, secrets: { webhookSecret: 'hush', accessToken: 'shpat_1' } });
    const changed = await put({ ...base, name: 'Other', settings: { accessToken: 'shpat_2' }, secrets: {} });
    expect(changed).toMatchObject({
      ok: true,
      value: { name: 'Other', settings: {}, secretsSet: ['accessToken', 'webhookSecret'] },
    });
    const removed = await put({ ...base, secrets: { accessToken: '' } });
    expect(removed).toMatchObject({ ok: true, value: { secretsSet: ['webhookSecret'] } });
    const text = await (await get('/api/connections')).text();
    expect(text).not.toMatch(/hush|shpat/);
    const [row] = await world.store.sql`select encode(secrets, 'escape') as text from connections where id = 'shop'`;
    expect(row?.text).not.toContain('hush');
  });

  it('are tested by the call of their kind; nobody there is an answer, not an error', async () => {
    await put({ ...base, secrets: { webhookSecret: 'hush' } });
    const tested = await world.call(api.testConnection, { params: { id: 'shop' } });
    expect(tested).toMatchObject({ ok: true, value: { ok: false, message: expect.any(String) } });
    expect(await world.call(api.testConnection, { params: { id: 'none' } })).toMatchObject({ code: 'not-found' });
  });

  it('are kept with certificates that can be used, and only with those; what a key is of stays checked', async () => {
    const authority = await createAuthority();
    const [{ certificate, key }, other] = await Promise.all([authority.client('a'), authority.client('b')]);
    const settings = { tlsAuthority: authority.certificate, tlsCertificate: certificate };
    const erp = { ...base, settings };
    expect(await put({ ...erp, secrets: { tlsKey: key } }, 'erp')).toMatchObject({ value: { secretsSet: ['tlsKey'] } });
    expect(await put({ ...erp, name: 'ERP', secrets: {} }, 'erp')).toMatchObject({ value: { name: 'ERP' } });
    const refusals = [
      [{ ...erp, settings: { ...settings, tlsAuthority: 'MIIB' }, secrets: {} }, 'no certificate in PEM'],
      [
        { ...erp, settings: { ...settings, tlsCertificate: other.certificate }, secrets: {} },
        'is not the one of the client',
      ],
      [{ ...base, secrets: {} }, 'but no certificate'],
    ] as const;
    for (const [body, detail] of refusals) {
      const refused = { code: 'request-invalid', problem: { detail: expect.stringContaining(detail) } };
      expect(await put(body, 'erp')).toMatchObject(refused);
    }
  });

  it('sealed with another key are told of, mended by entering them again, and hold up their hooks meanwhile', async () => {
    await put({ ...base, secrets: { webhookSecret: 'hush' } });
    const verify = { scheme: 'shopify', connection: 'shop' };
    await world.publish(
      flowOf('sealed', [node('in', 'webhook', { path: 'sealed', verify }), node('log', 'log', { message: 'x' })]),
    );
    const other = await world.another({ secretKey: Buffer.alloc(32, 1).toString('base64') });
    const call = api.createClient({ baseUrl: other.url, fetch });
    const post = async () => (await fetch(`${other.url}/hooks/sealed`, { method: 'POST', body: '{}' })).status;
    expect(await call(api.testConnection, { params: { id: 'shop' } })).toMatchObject({
      value: { ok: false, message: expect.stringContaining('encrypted with another key') },
    });
    expect(await post()).toBe(503);
    const body = { ...base, secrets: { webhookSecret: 'anew' } };
    expect(await call(api.putConnection, { params: { id: 'shop' }, body })).toMatchObject({
      value: { secretsSet: ['webhookSecret'] },
    });
    expect(await post()).toBe(401);
    await other.close();
  });

  it('have limits: those of their kind, their own, and those of their kind again', async () => {
    const limits = { drainPerSecond: 3, concurrency: 2 };
    const known = connectionType('shopify')?.limits;
    expect(await put({ ...base }, 'limited')).toMatchObject({ value: { limits: known } });
    expect(await put({ ...base, limits }, 'limited')).toMatchObject({ value: { limits } });
    expect(await put({ ...base, name: 'Named' }, 'limited')).toMatchObject({ value: { name: 'Named', limits } });
    expect(await put({ ...base, limits: null }, 'limited')).toMatchObject({ value: { limits: known } });
    expect(await put({ ...base, limits: { drainPerSecond: 0 } }, 'limited')).toMatchObject({ code: 'request-invalid' });
  });

  it('are paused and resumed by hand, and say how they do', async () => {
    await put({ ...base }, 'by-hand');
    const set = (action: 'open' | 'close', id = 'by-hand') =>
      world.call(api.setBreaker, { params: { id }, body: { action, by: 'ann' } });
    expect(await set('open')).toMatchObject({ ok: true, value: { state: 'open', by: 'ann', waiting: 0 } });
    const listed = await world.call(api.listConnections);
    const health = listed.ok && listed.value.connections.find(({ id }) => id === 'by-hand')?.health;
    expect(health).toMatchObject({ state: 'open', by: 'ann', inFlight: 0, draining: false });
    expect(await set('close')).toMatchObject({ ok: true, value: { state: 'closed' } });
    expect(await set('open', 'nobody')).toMatchObject({ code: 'not-found' });
  });

  it('of an unknown kind or address are refused', async () => {
    expect(await put({ ...base, system: 'fax', secrets: {} })).toMatchObject({ code: 'request-invalid' });
    expect(await put({ ...base, baseUrl: 'file:///etc/passwd', secrets: {} })).toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('small answers', () => {
  it('lists contracts, checks scripts, and has an overview', async () => {
    const contracts = await world.call(api.listContracts);
    expect(contracts.ok && contracts.value.contracts.map(({ name }) => name)).toContain('order');
    const check = (kind: 'script' | 'expression', source: string) =>
      world.call(api.checkScript, { body: { kind, source } });
    expect(await check('expression', 'input.(a')).toMatchObject({
      ok: true,
      value: { issues: [{ code: 'expression-invalid', line: 1 }] },
    });
    expect(await check('script', 'export default (input) => input')).toEqual({ ok: true, value: { issues: [] } });
    expect(await world.call(api.getOverview)).toMatchObject({
      ok: true,
      value: { demo: false, workers: 1, inFlight: 0, openExceptions: 0 },
    });
  });

  it('draws the systems and topics that published flows lead from and to, with what went through', async () => {
    const verify = { scheme: 'shopify', connection: 'shop' };
    await world.publish(
      flowOf('told', [
        node('in', 'webhook', { path: 'told', dedupe: 'X-Id', verify }),
        node('tell', 'send-event', { topic: 'orders', key: '=input.id', payload: '=input' }),
      ]),
    );
    const landscape = await world.call(api.getLandscape);
    expect(landscape).toMatchObject({
      ok: true,
      value: {
        ends: expect.arrayContaining([
          { id: 'connection:shop', kind: 'connection', name: 'shop' },
          { id: 'topic:orders', kind: 'topic', name: 'orders' },
        ]),
        flows: expect.arrayContaining([
          expect.objectContaining({ flowId: 'told', from: ['connection:shop'], to: ['topic:orders'], runs: NO_RUNS }),
        ]),
      },
    });
  });

  it('has no estate without the demo', async () => {
    expect(await world.call(api.listEstate)).toEqual({ ok: true, value: [] });
    expect(await world.call(api.getEstateState, { params: { system: 'sap' } })).toMatchObject({
      code: 'estate-absent',
    });
  });

  it('describes itself: OpenAPI with the published hooks, a page without script, metrics', async () => {
    const document = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, { post?: { requestBody?: unknown } }>;
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/flows', '/api/exceptions/{id}/retry', '/hooks/hooked']),
    );
    expect(document.paths['/hooks/hooked']?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
    });
    const docs = await get('/docs');
    const html = await docs.text();
    expect([
      docs.status,
      /<script/i.test(html),
      html.includes('id="publishFlow"'),
      html.includes('id="problem-overloaded"'),
    ]).toEqual([200, false, true, true]);
    await fetch(`${world.runtime.url}/hooks/hooked`, { method: 'POST', body: '{}' });
    const metrics = await (await get('/metrics')).text();
    for (const line of [
      /lockstep_hook_requests_total\{result="contract-broken"\} 1/,
      /lockstep_runs_in_flight 0/,
      /lockstep_runs_queued \d/,
      /nodejs_eventloop_lag_p99_seconds/,
    ]) {
      expect(metrics).toMatch(line);
    }
  });
});

describe('requests that are not right', () => {
  it('say what is wrong, and where', async () => {
    const limit = await get('/api/runs?limit=0');
    expect([limit.status, await limit.json()]).toMatchObject([
      400,
      { code: 'request-invalid', issues: [{ where: 'query', path: '/limit' }] },
    ]);
    const text = await fetch(`${world.runtime.url}/api/scripts/check`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.status).toBe(415);
    const twice = await fetch(`${world.runtime.url}/api/scripts/check`, {
      method: 'POST',
      body: '{"a":1,"a":2}',
      headers: { 'content-type': 'application/json' },
    });
    expect([twice.status, ((await twice.json()) as { code: string }).code]).toEqual([400, 'body-malformed']);
    expect((await get('/api/nothing')).status).toBe(404);
  });

  it('from other sites, or under other names, are refused; hooks are open to every name', async () => {
    const raw = async (target: string, headers: readonly (readonly [string, string])[]) => {
      const request = Buffer.from(rawRequest('GET', target, headers))
        .toString()
        .replace('Host: 127.0.0.1\r\n', '');
      return (await sendRaw(world.runtime.url, [request])).status;
    };
    expect(await raw('/api/flows', [['Host', 'evil.example']])).toBe(400);
    expect(await raw('/api/flows', [['Host', 'localhost:1']])).toBe(200);
    expect(await raw('/readyz', [['Host', 'evil.example']])).toBe(200);
    expect((await get('/api/flows', { origin: 'https://evil.example' })).status).toBe(400);
    expect((await get('/api/flows', { origin: world.runtime.url })).status).toBe(200);
  });
});

describe('the designer', () => {
  it('has one document for every page, under a policy without inline script, and never for an API path', async () => {
    for (const page of [
      '/',
      '/flows/order-to-erp',
      '/runs',
      '/topics/stock.changed',
      '/topics/stock%2Fchanged.v1',
      '/cases/order/%231042',
      '/cases/order/902-1.7%2FBER-1',
    ]) {
      const response = await get(page, { accept: 'text/html' });
      expect([200, 503]).toContain(response.status);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    }
    for (const path of [
      '/API/flows',
      '/api/',
      '/hooks',
      '/events/stock',
      '/assets/nothing.js',
      '/.env',
      '/a/..%2f..%2fpackage.json',
    ]) {
      expect([path, (await get(path, { accept: 'text/html' })).status]).toEqual([path, 404]);
    }
  });
});
