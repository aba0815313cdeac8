import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ maxBodyBytes: 1_000_000 });
  const body = { name: 'WMS', system: 'http', baseUrl: 'http://127.0.0.1:9', settings: {} };
  await world.call(api.putConnection, {
    params: { id: 'wms' },
    body: { ...body, secrets: { webhookSecret: 'hush' } },
  });
  await open('stock', { verify: { scheme: 'none' } });
});
afterAll(() => world?.stop());

const open = (topic: string, door: api.TopicDoor, more: Partial<api.TopicSettings> = {}) =>
  world.call(api.putTopic, { params: { topic }, body: { door, ...more } });

async function send(
  topic: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  method = 'POST',
) {
  const response = await fetch(`${world.runtime.url}/events/${topic}`, { method, body, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const structured = (topic: string, event: object, headers = {}) =>
  send(topic, JSON.stringify(event), { ...STRUCTURED, ...headers });
const batched = (topic: string, events: unknown) =>
  send(topic, JSON.stringify(events), { 'content-type': 'application/cloudevents-batch+json' });

async function kept(topic: string, offset: number) {
  const answer = await world.call(api.getTopicEvent, { params: { topic, offset } });
  return answer.ok ? answer.value : undefined;
}
async function head(topic: string) {
  const answer = await world.call(api.getTopic, { params: { topic } });
  return answer.ok ? answer.value.head : 0;
}

const event = { specversion: '1.0', type: 'stock.changed', source: '/wms/dub-1', id: 'A1', subject: 'mug-blue' };
const HEADERS = {
  'ce-specversion': '1.0',
  'ce-type': 'stock.changed',
  'ce-source': '/wms/dub-1',
  'ce-id': 'A2',
  'ce-subject': 'caf%C3%A9%20mug',
};

describe('accepting', () => {
  it('keeps a structured event once for its source and id', async () => {
    const sent = { ...event, time: '2026-11-26T08:00:00Z', sequence: 7, traceparent: null, data: { on: 5 } };
    expect(await structured('stock', sent)).toMatchObject({
      status: 202,
      body: { outcome: 'kept', runs: 0, offset: 1 },
    });
    expect(await structured('stock', sent)).toMatchObject({ status: 202, body: { outcome: 'duplicate' } });
    const { traceparent: _, data, ...attributes } = sent;
    expect(await kept('stock', 1)).toMatchObject({
      key: 'mug-blue',
      eventId: '/wms/dub-1 A1',
      payload: data,
      attributes,
    });
    expect(await structured('stock', { ...sent, source: '/wms/dub-2' })).toMatchObject({ body: { offset: 2 } });
  });

  it('keeps a binary event: attributes from headers, data as its content type says', async () => {
    const json = { ...HEADERS, 'content-type': 'application/json' };
    expect(await send('binary', '{}', json)).toMatchObject({ status: 404 });
    await open('binary', { verify: { scheme: 'none' } });
    await send('binary', '{"on":5}', { ...json, 'ce-tenant': '"EU west"' });
    expect(await kept('binary', 1)).toMatchObject({
      key: 'café mug',
      eventId: '/wms/dub-1 A2',
      payload: { on: 5 },
      attributes: { subject: 'café mug', tenant: 'EU west', datacontenttype: 'application/json' },
    });
    await send('binary', '<on>5</on>', { ...HEADERS, 'ce-id': 'A3', 'content-type': 'application/xml' });
    await send('binary', new Uint8Array([0, 255]), { ...HEADERS, 'ce-id': 'A4', 'content-type': 'application/avro' });
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    await send('binary', gzipSync('[1]'), { ...HEADERS, 'ce-id': 'A5', ...packed });
    await send('binary', '', { ...HEADERS, 'ce-id': 'A6' });
    const payloads = await Promise.all([2, 3, 4, 5].map(async (offset) => (await kept('binary', offset))?.payload));
    expect(payloads).toEqual(['<on>5</on>', 'AP8=', [1], null]);
  });

  it('the same event means the same in both modes', async () => {
    await open('same', { verify: { scheme: 'none' } });
    await structured('same', { ...event, datacontenttype: 'text/csv', data: 'sku,on' });
    await structured('same', { ...event, id: 'A2', datacontenttype: 'application/json', data_base64: 'eyJvbiI6NX0=' });
    await structured('same', { ...event, id: 'A3', data_base64: 'AP8=' });
    const payloads = await Promise.all([1, 2, 3].map(async (offset) => (await kept('same', offset))?.payload));
    expect(payloads).toEqual(['sku,on', { on: 5 }, 'AP8=']);
  });

  it('keeps a batch as a whole, or nothing of it', async () => {
    await open('batch', { verify: { scheme: 'none' } });
    const two = [
      { ...event, data: 1 },
      { ...event, id: 'A2', data: 2 },
    ];
    expect(await batched('batch', [...two, { ...event, id: '' }])).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', detail: 'Event 2 of the batch: The attribute "id" is empty.' },
    });
    expect(await head('batch')).toBe(0);
    const answer = await batched('batch', [...two, two[0]]);
    expect(answer.body.receipts.map(({ outcome }: api.EventReceipt) => outcome)).toEqual(['kept', 'kept', 'duplicate']);
    expect(await batched('batch', [])).toMatchObject({ status: 202, body: { receipts: [] } });
    expect(await head('batch')).toBe(2);
  });

  it('lets senders ask first whether they may send', async () => {
    const response = await fetch(`${world.runtime.url}/events/stock`, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'events.example.com' },
    });
    expect([response.status, response.headers.get('webhook-allowed-origin')]).toEqual([200, 'events.example.com']);
  });
});

it('the door of a topic is in the reference of the API', async () => {
  const document = (await (await fetch(`${world.runtime.url}/openapi.json`)).json()) as { paths: object };
  expect(document.paths).toMatchObject({ '/events/stock': { post: { operationId: 'topic:stock' } } });
  expect(await (await fetch(`${world.runtime.url}/docs`)).text()).toContain('/events/stock');
});

describe('refusing', () => {
  it('who does not prove to be the sender', async () => {
    const verify = { scheme: 'hmac', connection: 'wms', header: 'X-Signature' } as const;
    await open('signed', { verify });
    const body = JSON.stringify({ ...event, data: null });
    const signature = createHmac('sha256', 'hush').update(body).digest('hex');
    expect(await send('signed', body, STRUCTURED)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await send('signed', `${body} `, { ...STRUCTURED, 'x-signature': signature })).toMatchObject({
      status: 401,
    });
    expect(await send('signed', body, { ...STRUCTURED, 'x-signature': signature })).toMatchObject({ status: 202 });
    await open('keyed', { verify: { scheme: 'api-key', connection: 'wms' } });
    expect(await structured('keyed', event, { 'x-api-key': 'wrong' })).toMatchObject({ status: 401 });
    expect(await structured('keyed', event, { 'x-api-key': 'hush' })).toMatchObject({ status: 202 });
  });

  it('what breaks the contract of the topic', async () => {
    await open('orders', { verify: { scheme: 'none' } }, { contract: 'order' });
    expect(await structured('orders', { ...event, data: { order: 1 } })).toMatchObject({
      status: 400,
      body: { code: 'contract-broken', issues: expect.any(Array) },
    });
    expect(await head('orders')).toBe(0);
  });

  it.each([
    ['a topic without a door', () => structured('nowhere', event), 404, 'not-found'],
    ['another method', () => send('stock', '{}', STRUCTURED, 'PUT'), 405, 'method-not-allowed'],
    [
      'a body that is no event',
      () => send('stock', '{}', { 'content-type': 'application/json' }),
      400,
      'request-invalid',
    ],
    ['broken JSON', () => send('stock', '{', STRUCTURED), 400, 'body-malformed'],
    [
      'another format',
      () => send('stock', '', { 'content-type': 'application/cloudevents+avro' }),
      415,
      'media-type-unsupported',
    ],
    ['data twice', () => structured('stock', { ...event, data: 1, data_base64: 'AA==' }), 400, 'request-invalid'],
    ['data that is no Base64', () => structured('stock', { ...event, data_base64: '?' }), 400, 'request-invalid'],
    [
      'a payload that is too large',
      () => structured('stock', { ...event, data: 'x'.repeat(300_000) }),
      413,
      'body-too-large',
    ],
    [
      'a body that is too large',
      () => structured('stock', { ...event, data: 'x'.repeat(1_100_000) }),
      413,
      'body-too-large',
    ],
    ['a batch that is none', () => batched('stock', event), 400, 'request-invalid'],
    ['a batch that is too long', () => batched('stock', Array(1001).fill(0)), 400, 'request-invalid'],
    [
      'a subject that is no key',
      () => structured('stock', { ...event, subject: 'x'.repeat(301) }),
      400,
      'request-invalid',
    ],
    [
      'a header that is not UTF-8',
      () => send('stock', '', { ...HEADERS, 'ce-subject': '%C0%A0' }),
      400,
      'request-invalid',
    ],
  ])('%s', async (_, attempt, status, code) => {
    expect(await attempt()).toMatchObject({ status, body: { status, code } });
  });
});
