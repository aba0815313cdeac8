import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world.stop());

const tell = (topic: string, key: string, eventId: string, payload: Json) =>
  world.call(api.publishEvent, { body: { topic, key, eventId, payload } });
const declare = (topic: string, body: Partial<api.TopicSettings>) =>
  world.call(api.putTopic, { params: { topic }, body });

it('a topic comes about by its first event, and shows its events, newest first', async () => {
  const topic = 'stock/changed.v1';
  for (const [i, sku] of ['mug', 'cup', 'mug'].entries()) await tell(topic, sku, `e${i}`, { sku, on: i });
  expect(await world.call(api.getTopic, { params: { topic } })).toMatchObject({
    value: { name: topic, declared: false, head: 3, events: 3, lastHour: 3, keptMs: 7 * 86_400_000 },
  });
  const list = (query: object) => world.call(api.listTopicEvents, { params: { topic }, query });
  const first = await list({ limit: 2 });
  expect(first).toMatchObject({
    value: { events: [{ offset: 3, preview: '{"sku":"mug","on":2}' }, { offset: 2 }], next: 2 },
  });
  expect(await list({ before: 2 })).toMatchObject({ value: { events: [{ offset: 1 }] } });
  expect(await list({ key: 'mug' })).toMatchObject({ value: { events: [{ offset: 3 }, { offset: 1 }] } });
  expect(await list({ to: '2020-01-01T00:00:00Z' })).toMatchObject({ value: { events: [] } });
  const one = (offset: number) => world.call(api.getTopicEvent, { params: { topic, offset } });
  expect(await one(2)).toMatchObject({ value: { key: 'cup', eventId: 'e1', payload: { sku: 'cup', on: 1 } } });
  expect(await one(4)).toMatchObject({ code: 'not-found' });
  expect(await world.call(api.getTopic, { params: { topic: 'none' } })).toMatchObject({ code: 'not-found' });
});

it('a declared contract is kept by everybody who publishes, from the declaration on', async () => {
  const topic = 'orders';
  expect(await tell(topic, '1', 'before', { anything: true })).toMatchObject({ ok: true });
  expect(await declare(topic, { contract: 'nothing@1' })).toMatchObject({ code: 'request-invalid' });
  const declared = await declare(topic, { contract: 'order', owner: 'ERP team', retentionMs: 86_400_000 });
  expect(declared).toMatchObject({ value: { declared: true, owner: 'ERP team', keptMs: 86_400_000, head: 1 } });
  expect(await tell(topic, '1', 'after', { anything: true })).toMatchObject({
    code: 'contract-broken',
    problem: { detail: expect.stringContaining('breaks the contract "order"'), issues: expect.any(Array) },
  });
  expect(await declare(topic, {})).toMatchObject({ value: { keptMs: 7 * 86_400_000 } });
  expect(await tell(topic, '1', 'after', { anything: true })).toMatchObject({ ok: true });
});

it('a door needs a secret that is there', async () => {
  const verify = { scheme: 'hmac', connection: 'nowhere', header: 'X-Sig' } as const;
  expect(await declare('t', { door: { verify } })).toMatchObject({ code: 'request-invalid' });
  expect(await declare('t', { door: { verify: { scheme: 'api-key' } } })).toMatchObject({ code: 'request-invalid' });
  expect(await declare('t', { door: { verify: { scheme: 'none' } } })).toMatchObject({
    value: { door: { verify: { scheme: 'none' } } },
  });
  expect(await declare('$callback', {})).toMatchObject({ code: 'request-invalid' });
});
