import type { ResolvedConnection } from '@lockstep/schema/node';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { serverFor, type TestAnswer } from '../../testing/server.ts';
import { httpRequest } from './definition.ts';
import { runHttpRequest } from './run.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Calls a server of this test through the connection `erp`. */
async function call(form: object, answer: TestAnswer, settings: Readonly<Record<string, string>> = {}) {
  const { baseUrl, seen } = await serverFor(() => answer);
  const connection: ResolvedConnection = { id: 'erp', system: 'http', baseUrl: `${baseUrl}/api`, settings };
  const ctx = contextFor({ connections: [connection], key: 'run-1:call:0' });
  const params = httpRequest.params.parse({ connection: 'erp', url: '/orders', ...form });
  return { step: runHttpRequest({ params, input: null }, ctx), seen, baseUrl };
}

it('reads JSON below the base address, with query and credentials', async () => {
  const answer = { status: 200, headers: { ...JSON_TYPE, 'set-cookie': 'session=1' }, body: '{"d":[1]}' };
  const form = { url: 'orders?a=1', query: { $filter: "Name eq 'O''Neil'", top: 5, none: null } };
  const { step, seen } = await call(form, answer, { username: 'ada', password: 'pä' });
  const { port, value } = await step;
  expect({ port, status: value.status, body: value.body }).toEqual({ port: 'out', status: 200, body: { d: [1] } });
  expect(value.headers).not.toHaveProperty('set-cookie');
  const [request] = seen;
  expect(request?.url).toBe('/api/orders?a=1&%24filter=Name%20eq%20%27O%27%27Neil%27&top=5');
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('ada:pä').toString('base64')}`);
  expect(request?.headers).not.toHaveProperty('idempotency-key');
});

it('sends a body as JSON with the key that stays the same in every attempt', async () => {
  const { step, seen } = await call({ method: 'POST', body: { a: 1 } }, { status: 201, body: 'made' }, { token: 't0' });
  expect((await step).value).toMatchObject({ status: 201, body: 'made' });
  expect(seen[0]).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    headers: { ...JSON_TYPE, authorization: 'Bearer t0', 'idempotency-key': 'run-1:call:0' },
  });
});

it('lets the form name another idempotency header, or none, and have the last word on headers', async () => {
  const form = { method: 'PUT', idempotencyHeader: 'X-Request-Id', headers: { Authorization: 'Custom 1' } };
  const named = await call(form, { status: 200 }, { token: 't0' });
  await named.step;
  expect(named.seen[0]?.headers).toMatchObject({ 'x-request-id': 'run-1:call:0', authorization: 'Custom 1' });
  const none = await call({ method: 'PUT', idempotencyHeader: '' }, { status: 200 });
  await none.step;
  expect(Object.values(none.seen[0]?.headers ?? {})).not.toContain('run-1:call:0');
});

it('sends an API key under the name the connection gives it', async () => {
  const { step, seen } = await call({}, { status: 200 }, { apiKey: 'k', apiKeyHeader: 'X-Key' });
  await step;
  expect(seen[0]?.headers['x-key']).toBe('k');
});

it.each([
  ['{"a":', JSON_TYPE, '{"a":'],
  ['', JSON_TYPE, null],
  ['{"a":1}', { 'content-type': 'application/problem+json; charset=utf-8' }, { a: 1 }],
  ['{"a":1}', { 'content-type': 'text/plain' }, '{"a":1}'],
])('gives the body %j of %j as %j', async (body, headers, given) => {
  const { step } = await call({}, { status: 200, headers, body });
  expect((await step).value.body).toEqual(given);
});

describe('statuses', () => {
  it('takes what the form expects for success', async () => {
    const { step } = await call({ expectedStatuses: '2xx, 404' }, { status: 404, body: 'no' });
    expect((await step).value).toMatchObject({ status: 404, body: 'no' });
  });

  it('takes a busy system for a passing failure, and leaves open what a lost write did', async () => {
    const { step } = await call({ method: 'POST' }, { status: 502 });
    expect(await failureOf(step)).toEqual({
      kind: 'transient',
      category: 'system',
      code: 'http-502',
      message: '"erp" is not able to answer now (502).',
      outcomeUnknown: true,
    });
  });

  it('keeps the wait the system asks for', async () => {
    const { step } = await call({ method: 'POST' }, { status: 429, headers: { 'retry-after': '2.5' } });
    expect(await failureOf(step)).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 2500 });
  });

  it('takes a no for a no, and a status nobody expects too', async () => {
    expect(await failureOf((await call({}, { status: 422 })).step)).toMatchObject({
      kind: 'refused',
      code: 'http-422',
    });
    expect(await failureOf((await call({ expectedStatuses: '201' }, { status: 200 })).step)).toMatchObject({
      kind: 'refused',
      message: '"erp" answered 200, which this step does not expect.',
    });
  });

  it('knows that a cut connection leaves a write open', async () => {
    const { step } = await call({ method: 'POST', body: 'x' }, { status: 0, drop: true });
    expect(await failureOf(step)).toMatchObject({ kind: 'transient', code: 'connection-lost', outcomeUnknown: true });
  });
});

describe('addresses', () => {
  it('calls an absolute address without a connection', async () => {
    const { baseUrl, seen } = await serverFor(() => ({ status: 200 }));
    const params = httpRequest.params.parse({ url: `${baseUrl}/x` });
    await runHttpRequest({ params, input: null }, contextFor());
    expect(seen.map(({ url }) => url)).toEqual(['/x']);
  });

  it('blames the drawing for a path without a connection', async () => {
    const params = httpRequest.params.parse({ url: '/x' });
    const step = runHttpRequest({ params, input: null }, contextFor());
    expect(await failureOf(step)).toMatchObject({ kind: 'flow', code: 'url-not-absolute' });
  });

  it('never carries the credentials of a connection to another host', async () => {
    const foreign = await serverFor(() => ({ status: 200 }));
    const { step, seen } = await call({ url: `${foreign.baseUrl}/steal` }, { status: 200 }, { token: 'secret' });
    expect(await failureOf(step)).toMatchObject({ kind: 'flow', code: 'url-outside-connection' });
    expect([...seen, ...foreign.seen]).toEqual([]);
  });
});
