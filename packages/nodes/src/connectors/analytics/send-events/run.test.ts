import type { Json } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { byteLength } from '../bulk-lines.ts';
import { analyticsConnection } from '../connection.ts';
import { analyticsWorld, eventsOf } from '../simulator/world.testing.ts';
import { sendEvents } from './definition.ts';
import { runSendEvents } from './run.ts';

const FORM = { connection: 'analytics', index: 'retail-events', batch: 'order/1-3' };
const step = (ctx: TestContext, events: Json, form: object = {}) =>
  runSendEvents({ params: sendEvents.params.parse({ ...FORM, events, ...form }), input: null }, ctx);

it('counts an event once: answer lost, sent again, in another batch, twice in one', async () => {
  const { ctx, faults, state } = await analyticsWorld();
  const [one, two, three] = eventsOf('order', 3);
  const events = [one, two, three] as Json;
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, events))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }), events)).toMatchObject({
    port: 'sent',
    value: { batch: 'order/1-3', events: 3, created: 0, known: 3, requests: 1 },
  });
  const other = [two, three, ...eventsOf('return', 1), two] as Json;
  expect(await step(ctx, other, { batch: '' })).toMatchObject({
    value: { batch: ctx.key, events: 3, created: 1, known: 2 },
  });
  expect((await state()).counts).toEqual({ 'retail-events': { order: 3, return: 1 } });
});

it('sends large batches in parts by lines and bytes, as gzip, and halves what is still too large for the cluster', async () => {
  const { ctx, state } = await analyticsWorld({ maxBytes: 9_000 });
  const events = eventsOf('order', 100);
  expect(await step(ctx, events as Json, { maxLines: 60 })).toMatchObject({
    port: 'sent',
    value: { events: 100, created: 100, requests: 4 },
  });
  const lines = await step(ctx, events as Json, { maxBytes: 2_000 });
  const { batches, counts } = await state();
  expect(counts).toEqual({ 'retail-events': { order: 100 } });
  expect(batches.slice(0, 3).map((batch) => [batch.events, batch.gzip])).toEqual([
    [30, true],
    [30, true],
    [40, true],
  ]);
  expect(lines).toMatchObject({ value: { known: 100, requests: batches.length - 3 } });
  expect(batches.slice(3).every((batch) => batch.batch === 'order/1-3' && !batch.gzip)).toBe(true);
});

it('tells which events are refused for good, and sends the others', async () => {
  const { ctx, faults, state } = await analyticsWorld({ maxBytes: 5_000 });
  await faults({ reject: 0.4 });
  const large = { id: 'large', type: 'order', text: 'x'.repeat(5_000) };
  const events = [...eventsOf('order', 20), large] as Json;
  const answer = await step(ctx, events, { whenRefused: 'go-on' });
  const { counts } = await state();
  const there = counts['retail-events']?.order ?? 0;
  expect(there).toBeGreaterThan(0);
  expect(answer).toMatchObject({ port: 'partly', value: { events: 21, created: there, rejectedCount: 21 - there } });
  const { rejected } = (answer as { value: { rejected: { id: string }[] } }).value;
  expect(rejected).toContainEqual(expect.objectContaining({ id: 'large', status: 413, type: 'too-large' }));
  expect(rejected).toContainEqual(expect.objectContaining({ status: 400, type: 'document_parsing_exception' }));
  expect(await failureOf(step(ctx, events))).toMatchObject({
    kind: 'refused',
    code: 'analytics-events-refused',
    details: { rejected, rejectedCount: 21 - there },
  });
  await faults({});
  expect(await step(ctx.again(), eventsOf('order', 20) as Json)).toMatchObject({
    port: 'sent',
    value: { known: there },
  });
});

it('tries again what the cluster is too busy for, until all of it is there', async () => {
  const { ctx, faults, state } = await analyticsWorld();
  await faults({ busy: 0.5 });
  const events = eventsOf('order', 20) as Json;
  expect(await failureOf(step(ctx, events))).toMatchObject({
    kind: 'transient',
    category: 'rate',
    code: 'analytics-lines-busy',
  });
  await faults({});
  expect(await step(ctx.again(), events)).toMatchObject({ port: 'sent' });
  expect((await state()).counts).toEqual({ 'retail-events': { order: 20 } });
});

describe('failures', () => {
  it.each([
    [{ hello: 'world' }, 'The events are no list.'],
    [[{ id: 'a' }, { id: 7 }], 'Event 2 has no id: each is an object with a text "id".'],
    [[{ id: '€'.repeat(171) }], 'The id of event 1 has more than 512 bytes.'],
  ])('name what is wrong with events: %j', async (events, message) => {
    expect(await failureOf(step(contextFor(), events))).toMatchObject({ kind: 'item', message });
  });

  it('say that the index is not there, the key is wrong, the cluster asks to slow down', async () => {
    const { ctx, connection, faults } = await analyticsWorld();
    const events = eventsOf('order', 2) as Json;
    expect(await failureOf(step(ctx, events, { index: 'other' }))).toMatchObject({
      kind: 'refused',
      code: 'analytics-index-unknown',
      message: 'Elasticsearch refused: no such index [other] (index_not_found_exception)',
    });
    const stranger = contextFor({ connections: [{ ...connection, settings: { apiKey: 'x' } }] });
    expect(await failureOf(step(stranger, events))).toMatchObject({ kind: 'refused', category: 'auth' });
    await faults({ status: 429, retryAfter: 2 });
    expect(await failureOf(step(ctx, events))).toMatchObject({ category: 'rate', retryAfterMs: 2000 });
  });

  it.each(['<html>', '{}', '{"items":[{"create":{"_id":"other","status":201}}]}'])(
    'leave open what an unreadable success did: %s',
    async (body) => {
      const { baseUrl } = await serverFor(() => ({ status: 200, body }));
      const ctx = contextFor({ connections: [{ id: 'analytics', system: 'elasticsearch', baseUrl, settings: {} }] });
      expect(await failureOf(step(ctx, eventsOf('order', 1) as Json))).toMatchObject({
        code: 'analytics-answer-unreadable',
        outcomeUnknown: true,
      });
    },
  );
});

it('counts bytes as UTF-8 has them', () => {
  for (const text of ['', 'abc', 'äß', '€', '😀x', '\u07ff\u0800'])
    expect(byteLength(text)).toBe(Buffer.byteLength(text));
});

it('tells by a test call whether it may work', async () => {
  const { connection, ctx } = await analyticsWorld();
  const test = (settings: Readonly<Record<string, string>> = connection.settings) =>
    analyticsConnection.test?.({ ...ctx, connection: { ...connection, settings }, signRs256: async () => '' });
  expect(await test()).toEqual({ ok: true, message: 'Elasticsearch answers, and knows us as "estate".' });
  expect(await test({})).toEqual({ ok: false, message: 'Elasticsearch does not accept the API key (401).' });
});
