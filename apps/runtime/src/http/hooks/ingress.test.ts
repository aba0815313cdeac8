import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { getRun, getStepData, listRuns, putConnection } from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
const SECRET = 'hush';
const KEYED = {
  ...{ path: 'keyed', dedupe: 'Idempotency-Key', dedupeElse: 'input.n' },
  ...{ businessKey: "='N-' + input.n", reference: 'orderRef' },
};

beforeAll(async () => {
  world = await startTestRuntime({ maxBodyBytes: 1_000_000 });
  await world.call(putConnection, {
    params: { id: 'shop' },
    body: {
      name: 'Shop',
      system: 'shopify',
      baseUrl: 'http://127.0.0.1:9',
      settings: {},
      secrets: { webhookSecret: SECRET },
    },
  });
  const log = node('log', 'log', { message: 'seen' });
  await world.publish(flowOf('open', [node('in', 'webhook', { path: 'open', businessKey: '=input.name' }), log]));
  await world.publish(
    flowOf('signed', [
      node('in', 'webhook', {
        path: 'shop/orders',
        verify: { scheme: 'shopify', connection: 'shop' },
        dedupe: 'X-Shopify-Webhook-Id',
      }),
      log,
    ]),
  );
  await world.publish(
    flowOf('by-body', [
      node('in', 'webhook', { path: 'by-body', dedupe: "=input.kind + '-' + input.id", businessKey: '=input.a.b.c' }),
      log,
    ]),
  );
  await world.publish(flowOf('keyed', [node('in', 'webhook', KEYED), log]));
  await world.publish(flowOf('strict', [node('in', 'webhook', { path: 'strict', contract: 'order@1' }), log]));
  await world.publish(
    flowOf('echo', [
      node('in', 'webhook', { path: 'echo', respond: 'flow', deadlineMs: 5000, dedupe: 'Idempotency-Key' }),
      node('answer', 'respond', {
        status: 201,
        headers: { 'x-own': 'yes', 'set-cookie': 'a=1' },
        body: '={ got: input.n }',
      }),
    ]),
  );
  const door = { path: 'stock', respond: 'flow', deadlineMs: 5000 };
  const query = { ...door, method: 'GET', contract: 'availability-query@1' };
  await world.publish(
    flowOf('stock', [
      node('in', 'webhook', query),
      node('answer', 'respond', { status: 200, body: '={ asked: input }' }),
    ]),
  );
  const nodes = [
    node('put', 'webhook', { ...door, method: 'PUT' }),
    node('gone', 'webhook', { ...door, method: 'DELETE' }),
    node('answer', 'respond', { status: 200, body: '={ put: input.sku, by: trigger.method }' }),
  ];
  const edges = ['put', 'gone'].map((from) => ({ from, port: 'out', to: 'answer' }));
  await world.publish(flowOf('set-stock', nodes, edges));
  await world.publish(
    flowOf('quiet', [node('in', 'webhook', { path: 'quiet', respond: 'flow', deadlineMs: 5000 }), log]),
  );
});
afterAll(() => world?.stop());

type Body = string | Uint8Array<ArrayBuffer>;
async function post(path: string, body: Body, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.runtime.url}/hooks/${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function runsOf(flow: string): Promise<number> {
  const answer = await world.call(listRuns, { query: { flow, limit: 200 } });
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value.runs.length;
}

async function ended(runId: unknown) {
  for (;;) {
    const run = await world.call(getRun, { params: { runId: String(runId) } });
    if (run.ok && (run.value.status === 'done' || run.value.status === 'exception')) return run.value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('accepting', () => {
  it('answers 202 with the run and where to see it, and the run is done', async () => {
    const { status, headers, body } = await post('open?shop=a&access_token=t', '{"name":"#1001"}', {
      'x-api-key': 'k',
      traceparent: 'bad',
    });
    const statusUrl = `${world.runtime.url}/status/${body.runId}`;
    expect({ status, body, location: headers.get('location') }).toEqual({
      status: 202,
      body: { runId: expect.any(String), statusUrl },
      location: statusUrl,
    });
    const run = await ended(body.runId);
    expect(run).toMatchObject({ flowId: 'open', version: 1, status: 'done', businessKey: '#1001', test: false });
    expect(run.trigger).toMatchObject({ kind: 'webhook', method: 'POST', path: '/hooks/open' });
    expect(run.trigger.headers).not.toHaveProperty('x-api-key');
    expect(run.trigger.query).toEqual({ shop: 'a', access_token: '***' });
    expect(await (await fetch(statusUrl)).json()).toEqual({
      runId: body.runId,
      flow: 'open',
      version: 1,
      status: 'done',
      steps: [
        { node: 'in', name: 'in', status: 'succeeded', attempts: 1 },
        { node: 'log', name: 'log', status: 'succeeded', attempts: 1 },
      ],
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const)('unpacks %s', async (encoding, pack) => {
    const packed = new Uint8Array(pack('{"name":"packed"}'));
    const { status, body } = await post('open', packed, { 'content-encoding': encoding });
    expect([status, (await ended(body.runId)).businessKey]).toEqual([202, 'packed']);
  });

  it('takes text and forms as text', async () => {
    const form = await post('open', 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' });
    const xml = await post('open', '<a/>', { 'content-type': 'application/xml; charset=UTF-8' });
    const shown = await Promise.all(
      [form, xml].map(async ({ body }) => {
        await ended(body.runId);
        const data = await world.call(getStepData, { params: { runId: String(body.runId), node: 'log' } });
        return data.ok && data.value.input?.value;
      }),
    );
    expect(shown).toEqual(['a=1&b=2', '<a/>']);
  });

  it('keeps integers no double holds, NUL and __proto__ as they were sent', async () => {
    const { body } = await post('open', '{"id":9007199254740993,"nul":"a\\u0000b","__proto__":{"x":1}}');
    await ended(body.runId);
    const data = await world.call(getStepData, { params: { runId: String(body.runId), node: 'log' } });
    expect(data.ok && JSON.stringify(data.value.input?.value)).toBe(
      '{"id":"9007199254740993","nul":"a\\u0000b","__proto__":{"x":1}}',
    );
  });

  it('starts one run for repeated deliveries, also at the same time', async () => {
    const body = '{"id":5}';
    const headers = {
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
      'x-shopify-webhook-id': 'delivery-1',
    };
    const before = await runsOf('signed');
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('shop/orders', body, headers)));
    expect(new Set(answers.map((each) => each.body.runId)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 202));
    expect(answers.filter((each) => each.body.duplicate === true)).toHaveLength(7);
    expect(await runsOf('signed')).toBe(before + 1);
    const other = await post('shop/orders', body, { ...headers, 'x-shopify-webhook-id': 'delivery-2' });
    expect(other.body.runId).not.toBe(answers[0]?.body.runId);
  });

  it('answers a repetition under an Idempotency-Key as its first message, and refuses another one, also at the same time', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const rivals = await Promise.all(['{"n":1}', '{"n":2}'].map((body) => post('keyed', body, key)));
    expect(rivals.map(({ status }) => status).toSorted()).toEqual([202, 422]);
    const [won, lost] = rivals[0]?.status === 202 ? ['{"n":1}', '{"n":2}'] : ['{"n":2}', '{"n":1}'];
    const again = await post('keyed', new Uint8Array(gzipSync(won)), { ...key, 'content-encoding': 'gzip' });
    const first = rivals.find(({ status }) => status === 202);
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([202, first?.body, 'true']);
    expect(await post('keyed', lost, key)).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
    expect(first?.body).toEqual({
      ...{ orderRef: `N-${won === '{"n":1}' ? 1 : 2}`, runId: expect.any(String), statusUrl: expect.any(String) },
    });
    expect(await runsOf('keyed')).toBe(1);
    expect((await post('keyed', lost, { 'idempotency-key': 'k-2' })).status).toBe(202);
  });

  it('goes by the body where the key is missing, also beside the key of the same name', async () => {
    const first = await post('keyed', '{"n":10}');
    expect((await post('keyed', '{"n":10}')).body).toEqual(first.body);
    expect((await post('keyed', '{"n":10}', { 'idempotency-key': '10' })).body).toEqual(first.body);
    expect((await post('keyed', '{"n":10,"more":true}')).status).toBe(422);
    expect((await post('keyed', '{}')).body.runId).not.toBe((await post('keyed', '{}')).body.runId);
  });

  it('dedupes by an expression over the body, computed in the sandbox; a business key that fails refuses nothing', async () => {
    const first = await post('by-body', '{"kind":"order","id":1}');
    const second = await post('by-body', '{"kind":"order","id":1,"again":true}');
    const third = await post('by-body', '{"kind":"order","id":2,"a":{"b":{"c":7}}}');
    expect([first.status, second.body, third.body.duplicate]).toEqual([
      202,
      { ...first.body, duplicate: true },
      undefined,
    ]);
    expect((await ended(third.body.runId)).businessKey).toBe('7');
  });

  it('takes messages above 256 KB and shows their beginning', async () => {
    const { body } = await post('open', JSON.stringify({ name: 'big', text: 'x'.repeat(300_000) }));
    await ended(body.runId);
    const data = await world.call(getStepData, { params: { runId: String(body.runId), node: 'log' } });
    expect(data.ok && data.value.input).toMatchObject({ truncated: true, bytes: 300_024 });
  });
});

describe('the own answer of a flow', () => {
  it('is given when it comes in time, without what would act on our origin', async () => {
    const { status, headers, body } = await post('echo', '{"n":3}');
    expect({ status, body }).toEqual({ status: 201, body: { got: 3 } });
    expect(
      Object.fromEntries(
        ['x-own', 'set-cookie', 'content-security-policy', 'x-content-type-options'].map((name) => [
          name,
          headers.get(name),
        ]),
      ),
    ).toEqual({
      'x-own': 'yes',
      'set-cookie': null,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
  });

  it('is given again to a repetition under its key, long after, and to none with another body', async () => {
    const key = { 'idempotency-key': 'e-1' };
    const first = await post('echo', '{"n":4}', key);
    const again = await post('echo', '{"n":4}', key);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    const run = first.headers.get('x-lockstep-run');
    expect(again.headers.get('x-lockstep-run')).toBe(run);
    expect(await (await fetch(`${world.runtime.url}/status/${run}`)).json()).toMatchObject({ answered: 201 });
    expect((await post('echo', '{"n":5}', key)).status).toBe(422);
  });

  it('is 202 when the flow ends without one', async () => {
    expect(await post('quiet', '{}')).toMatchObject({ status: 202, body: { runId: expect.any(String) } });
  });
});

describe('an address of several methods', () => {
  const call = async (method: string, query: string, body?: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${world.runtime.url}/hooks/stock${query}`, {
      method,
      headers,
      ...(body && { body }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('takes the query of a GET for the message, read as the contract says', async () => {
    expect(await call('GET', '?sku=MUG&quantity=2&locations=BER-1')).toEqual({
      status: 200,
      body: { asked: { sku: 'MUG', quantity: 2, locations: ['BER-1'] } },
    });
    expect(await call('GET', '?sku=MUG&quantity=two')).toMatchObject({
      status: 400,
      body: { code: 'contract-broken' },
    });
  });

  it('sends each method to its own webhook, of this flow or another', async () => {
    expect(await call('PUT', '', '{"sku":"MUG"}')).toMatchObject({ status: 200, body: { put: 'MUG', by: 'PUT' } });
    expect(await call('DELETE', '?sku=MUG')).toMatchObject({ status: 200, body: { put: 'MUG', by: 'DELETE' } });
    expect(await call('DELETE', '', '{"sku":"CUP"}')).toMatchObject({
      status: 200,
      body: { put: 'CUP', by: 'DELETE' },
    });
  });

  it('is taken by one flow for each method', async () => {
    const rival = flowOf('rival', [
      node('in', 'webhook', { path: 'stock', method: 'PUT' }),
      node('log', 'log', { message: 'x' }),
    ]);
    await expect(world.publish(rival)).rejects.toThrow(/listens for PUT at \/hooks\/stock/);
  });
});

describe('refusing', () => {
  const problem = (code: string, status: number) => ({ status, body: { code, status, type: `/docs#problem-${code}` } });

  it.each([
    ['no such hook', 'nobody', '{}', {}, problem('not-found', 404)],
    ['a broken body', 'open', '{"a":1,\n"a":2}', {}, problem('body-malformed', 400)],
    ['nothing', 'open', '', {}, problem('body-malformed', 400)],
    ['100,000 levels', 'open', '['.repeat(100_000), {}, problem('body-malformed', 400)],
    [
      'another charset',
      'open',
      '{}',
      { 'content-type': 'application/json; charset=utf-16' },
      problem('media-type-unsupported', 415),
    ],
    ['a picture', 'open', '{}', { 'content-type': 'image/png' }, problem('media-type-unsupported', 415)],
    ['an unknown encoding', 'open', '{}', { 'content-encoding': 'zstd' }, problem('media-type-unsupported', 415)],
    ['what says gzip and is not', 'open', '{}', { 'content-encoding': 'gzip' }, problem('body-malformed', 400)],
    ['no signature', 'shop/orders', '{}', {}, problem('unauthenticated', 401)],
    ['a wrong signature', 'shop/orders', '{}', { 'x-shopify-hmac-sha256': 'AAAA' }, problem('unauthenticated', 401)],
    ['a delivery id that cannot be told', 'by-body', 'null', {}, problem('request-invalid', 400)],
    ['a broken contract', 'strict', '{"reference":1}', {}, problem('contract-broken', 400)],
  ])('%s', async (_, path, body, headers, wanted) => {
    const before = await Promise.all(['open', 'signed', 'by-body', 'strict'].map(runsOf));
    const answer = await post(path, body, headers);
    expect(answer).toMatchObject(wanted);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await Promise.all(['open', 'signed', 'by-body', 'strict'].map(runsOf))).toEqual(before);
  });

  it('says where the body is broken, and what breaks the contract', async () => {
    expect((await post('open', '{"a":1,\n"a":2}')).body).toMatchObject({
      line: 2,
      column: 1,
      detail: 'The key "a" appears twice. Line 2, column 1.',
    });
    const invalid = new Uint8Array([0x22, 0xff, 0x22]);
    expect((await post('open', invalid)).body).toMatchObject({ byte: 1, detail: 'The body is not UTF-8. Byte 1.' });
    const { issues } = (await post('strict', '{}')).body;
    expect(issues).toContainEqual({ path: expect.any(String), message: expect.any(String) });
  });

  it.each([
    ['open', 'PUT', 'POST'],
    ['stock', 'POST', 'GET, PUT, DELETE'],
    ['stock', 'HEAD', 'GET, PUT, DELETE'],
  ])('other methods at %s: %s with 405 and Allow', async (path, method, allowed) => {
    const response = await fetch(`${world.runtime.url}/hooks/${path}`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
  });

  it('bodies over the limit, declared or not, and bombs', async () => {
    const big = randomBytes(1_000_001);
    expect((await post('open', new Uint8Array(big))).status).toBe(413);
    const chunked = await fetch(`${world.runtime.url}/hooks/open`, {
      method: 'POST',
      body: new Blob([big]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
    expect((await post('open', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('a body over the limit also to a sender that reads nothing before it has sent everything', async () => {
    const { hostname, port } = new URL(world.runtime.url);
    const socket = connect({ host: hostname, port: Number(port) });
    const body = Buffer.alloc(8_000_000, '1');
    socket.write(`POST /hooks/open HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n\r\n`);
    const problem = await new Promise<unknown>((resolve) => socket.write(body, resolve));
    expect(problem ?? undefined).toBeUndefined();
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('HTTP/1.1 413 ');
    socket.destroy();
  });

  it('everything once stopping has begun, with a time to come back', async () => {
    const other = await startTestRuntime();
    try {
      await other.publish(
        flowOf('open', [node('in', 'webhook', { path: 'open' }), node('log', 'log', { message: 'x' })]),
      );
      await other.runtime.host.close();
      const response = await fetch(`${other.runtime.url}/hooks/open`, { method: 'POST', body: '{}' });
      expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([503, true]);
      expect((await fetch(`${other.runtime.url}/readyz`)).status).toBe(503);
    } finally {
      await other.stop();
    }
  });
});
