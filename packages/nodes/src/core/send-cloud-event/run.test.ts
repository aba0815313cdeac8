import { describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { serverFor, type TestAnswer } from '../../testing/server.ts';
import { sendCloudEvent } from './definition.ts';
import { runSendCloudEvent } from './run.ts';

/** Sends to a server of this test through the connection `hub`. */
async function send(form: object, answer: TestAnswer = { status: 202, body: 'thanks' }) {
  const { baseUrl, seen } = await serverFor(() => answer);
  const connection = { id: 'hub', system: 'http', baseUrl: `${baseUrl}/in`, settings: { token: 't0' } };
  const trigger = { kind: 'manual', receivedAt: Date.UTC(2026, 10, 26, 8), by: 'test' } as const;
  const ctx = contextFor({ connections: [connection], key: 'run-1:tell:0', trigger });
  const params = sendCloudEvent.params.parse({ connection: 'hub', url: '/stock', type: 'stock.changed', ...form });
  return { step: runSendCloudEvent({ params, input: { sku: 'mug', on: 5 } }, ctx), seen };
}

describe('structured mode', () => {
  it('sends one document whose id and time do not change between attempts', async () => {
    const { step, seen } = await send({ subject: 'mug', extensions: { sequence: 7, tenant: null } });
    expect((await step).value).toEqual({ source: '/flows/flow-1', id: 'run-1:tell:0', status: 202, answer: 'thanks' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/in/stock',
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', authorization: 'Bearer t0' },
    });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      specversion: '1.0',
      id: 'run-1:tell:0',
      source: '/flows/flow-1',
      type: 'stock.changed',
      subject: 'mug',
      time: '2026-11-26T08:00:00.000Z',
      datacontenttype: 'application/json',
      sequence: 7,
      data: { sku: 'mug', on: 5 },
    });
  });

  it('sends text as text', async () => {
    const { step, seen } = await send({ dataContentType: 'text/csv', data: 'sku,on' });
    await step;
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ datacontenttype: 'text/csv', data: 'sku,on' });
  });
});

describe('binary mode', () => {
  it('sends attributes as headers and the data as the body', async () => {
    const { step, seen } = await send({ mode: 'binary', id: '7', source: '/wms', subject: 'café mug' });
    await step;
    expect(seen[0]).toMatchObject({
      headers: {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': '7',
        'ce-source': '/wms',
        'ce-type': 'stock.changed',
        'ce-subject': 'caf%C3%A9%20mug',
        'ce-time': '2026-11-26T08:00:00.000Z',
      },
      body: '{"sku":"mug","on":5}',
    });
    expect(seen[0]?.headers).not.toHaveProperty('ce-datacontenttype');
  });

  it('sends a text as the JSON it is', async () => {
    const { step, seen } = await send({ mode: 'binary', data: 'hello' });
    await step;
    expect(seen[0]?.body).toBe('"hello"');
  });
});

it.each([
  [{ time: 'yesterday' }, 'The attribute "time" is no time as RFC 3339 writes it.'],
  [{ extensions: { 'not-a-name': 1 } }, '"not-a-name" is no name of an attribute: use small letters and digits.'],
  [{ dataContentType: 'text/csv' }, 'The data is not text, and text/csv is not JSON.'],
])('an event that is none is a fault of the message: %j', async (form, message) => {
  const { step, seen } = await send(form);
  expect(await failureOf(step)).toMatchObject({ kind: 'item', code: 'event-invalid', message });
  expect(seen).toEqual([]);
});

it('a receiver that fails has it tried again, one that says no does not', async () => {
  expect(await failureOf((await send({}, { status: 503 })).step)).toMatchObject({ kind: 'transient' });
  expect(await failureOf((await send({}, { status: 415 })).step)).toMatchObject({ kind: 'refused' });
});
