import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  for (const [id, secret] of [
    ['app', 'key-of-the-app'],
    ['partner', 'key-of-the-partner'],
  ] as const) {
    const body = {
      name: id,
      system: 'http',
      baseUrl: 'http://127.0.0.1:1',
      settings: {},
      secrets: { webhookSecret: secret },
    };
    const kept = await world.call(api.putConnection, { params: { id }, body });
    if (!kept.ok) throw new Error(kept.detail);
  }
  const channels = [
    { name: 'app', connection: 'app' },
    { name: 'partner', connection: 'partner', perMinute: 2, fields: 'reference, status' },
  ];
  const params = { path: 'channels/orders', respond: 'flow', dedupe: '=input.reference', channels };
  const body = "={ reference: input.reference, status: 'taken', margin: 12, channel: trigger.channel }";
  await world.publish(
    flowOf('channels', [node('in', 'webhook', params), node('out', 'respond', { status: 201, body })]),
  );
});
afterAll(() => world?.stop());

async function send(key: string | undefined, reference: string) {
  const response = await fetch(`${world.runtime.url}/hooks/channels/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
    body: JSON.stringify({ reference }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('each channel has its own key and its own view of the same answer', async () => {
  expect(await send('key-of-the-app', '#1')).toEqual({
    status: 201,
    body: { reference: '#1', status: 'taken', margin: 12, channel: 'app' },
  });
  expect(await send('key-of-the-partner', '#2')).toEqual({ status: 201, body: { reference: '#2', status: 'taken' } });
});

it('nobody else is let in, and no key is kept with the run', async () => {
  expect(await send(undefined, '#3')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  expect(await send('wrong', '#3')).toMatchObject({ status: 401 });
  const runs = await world.call(api.listRuns, { query: { flow: 'channels' } });
  const runId = runs.ok ? (runs.value.runs[0]?.runId ?? '') : '';
  const run = await world.call(api.getRun, { params: { runId } });
  expect(JSON.stringify(run)).not.toContain('key-of-the');
  expect(run).toMatchObject({ value: { trigger: { channel: 'partner' } } });
});

it('what one channel sent is no duplicate for another, and its answer is not shown to it', async () => {
  expect((await send('key-of-the-partner', '#1')).body).toEqual({ reference: '#1', status: 'taken' });
  const runs = await world.call(api.listRuns, { query: { flow: 'channels' } });
  expect(runs.ok && runs.value.runs).toHaveLength(3);
  expect((await send('key-of-the-app', '#1')).body).toMatchObject({ channel: 'app' });
  const again = await world.call(api.listRuns, { query: { flow: 'channels' } });
  expect(again.ok && again.value.runs).toHaveLength(3);
});

it('each has its own limit: one that sends too much does not keep the others out', async () => {
  const statuses: number[] = [];
  for (const at of [1, 2, 3]) statuses.push((await send('key-of-the-partner', `#9${at}`)).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect((await send('key-of-the-app', '#94')).status).toBe(201);
});

it('is described in OpenAPI with the key it asks for', async () => {
  const document = (await (await fetch(`${world.runtime.url}/openapi.json`)).json()) as {
    readonly paths: Record<string, { readonly post: { readonly security?: unknown } }>;
    readonly components: { readonly securitySchemes?: unknown };
  };
  expect(document.paths['/hooks/channels/orders']?.post.security).toEqual([{ channelKey: [] }]);
  expect(document.components.securitySchemes).toEqual({
    channelKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Key of the channel.' },
  });
});
