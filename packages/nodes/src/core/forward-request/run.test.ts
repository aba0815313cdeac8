import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestWorld } from '../../testing/context.ts';
import { serverFor } from '../../testing/server.ts';
import { forwardRequest } from './definition.ts';
import { runForwardRequest } from './run.ts';

const step = (form: object, world: TestWorld = {}) =>
  runForwardRequest({ params: forwardRequest.params.parse(form), input: null }, contextFor(world));

it('hands on headers and query, adds the trace of the caller, and brings any status back', async () => {
  const { baseUrl, seen } = await serverFor(() => ({ status: 409, headers: { 'x-reason': 'taken' }, body: '{"a":1}' }));
  const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const { value } = await step(
    {
      url: `${baseUrl}/v1/orders`,
      query: { mode: 'fast' },
      headers: { 'X-Tenant': 'eu', Connection: 'close, x-hop', 'x-hop': '1', host: 'elsewhere' },
      body: 'eyJvcmRlciI6MX0=',
    },
    { trigger: { kind: 'webhook', receivedAt: 0, traceparent: caller }, key: 'run-1:forward:0' },
  );
  expect(value).toMatchObject({ status: 409, body: 'eyJhIjoxfQ==', request: { order: 1 }, answer: { a: 1 } });
  expect(value.headers['x-reason']).toBe('taken');
  const [sent] = seen;
  expect(sent).toMatchObject({ method: 'POST', url: '/v1/orders?mode=fast', body: '{"order":1}' });
  expect(sent?.headers).toMatchObject({ 'x-tenant': 'eu', 'accept-encoding': 'identity', host: new URL(baseUrl).host });
  expect(sent?.headers['x-hop']).toBeUndefined();
  expect(sent?.headers.traceparent).toBe(value.traceparent);
  expect(value.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
});

it('makes a trace of its own, the same in every attempt, where the caller brings none', async () => {
  const { baseUrl } = await serverFor(() => ({ status: 200 }));
  const traces = await Promise.all(
    [1, 2].map((attempt) => step({ url: baseUrl }, { attempt, key: 'run-1:forward:0' })),
  );
  expect(new Set(traces.map(({ value }) => value.traceparent)).size).toBe(1);
  expect(traces[0]?.value.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

it('takes nothing for bytes that is not', async () => {
  expect(await failureOf(step({ url: 'http://127.0.0.1:1', body: 'no base64!' }))).toMatchObject({
    kind: 'item',
    code: 'content-not-base64',
  });
});
