import { describe, expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { easypostWorld, PARCEL } from '../simulator/world.testing.ts';
import { buyLabel } from './definition.ts';
import { runBuyLabel } from './run.ts';

const step = (ctx: TestContext, form: object = {}) =>
  runBuyLabel({ params: buyLabel.params.parse({ connection: 'easypost', ...PARCEL, ...form }), input: null }, ctx);

it('buys the cheapest label, or that of the service wanted', async () => {
  const { ctx, state } = await easypostWorld();
  const { port, value } = await step(ctx);
  const { shipments } = await state();
  expect([port, value]).toEqual([
    'bought',
    {
      reference: 'S-20991',
      carrier: 'USPS',
      service: 'GroundAdvantage',
      trackingNumber: shipments[0]?.tracking_code,
      trackingUrl: expect.stringMatching(/^https:\/\/track\.easypost\.com\//),
      labelUrl: expect.stringMatching(/\.png$/),
      price: { amount: '6.38', currency: 'USD' },
      created: true,
      identifiers: [{ system: 'easypost', value: shipments[0]?.id }],
    },
  ]);
  expect(await step(ctx, { reference: 'S-2', service: 'Priority' })).toMatchObject({ value: { service: 'Priority' } });
});

it('says what is offered when nobody has the service', async () => {
  const { ctx } = await easypostWorld();
  const { port, value } = await step(ctx, { service: 'Drone' });
  expect([port, value]).toMatchObject(['no-rate', { offered: [{ service: 'Express' }, {}, {}], messages: [] }]);
});

it.each([
  ['the shipment', 1],
  ['the purchase', 2],
])('buys once when the answer to %s was lost', async (_what, drops) => {
  const { sim, connection, state } = await easypostWorld();
  let calls = 0;
  const lossy = { ...connection, baseUrl: sim.baseUrl };
  const ctx = contextFor({ connections: [lossy] });
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const http = ctx.http;
  const watched = {
    ...ctx,
    http: async (request: Parameters<typeof http>[0]) => {
      calls += 1;
      await faults(calls === drops ? { commitThenDrop: 1 } : {});
      return http(request);
    },
  };
  expect(await failureOf(step(watched))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  const again = await step(ctx.again({ outcomeUnknown: true }));
  expect(again).toMatchObject({ port: 'bought', value: { created: drops === 1 } });
  expect((await state()).shipments.length).toBe(1);
  expect((await state()).trackers.length).toBe(1);
});

it('looks before the first attempt too when told', async () => {
  const { ctx, state } = await easypostWorld();
  await step(ctx);
  expect(await step(ctx, { lookUp: 'always' })).toMatchObject({ value: { created: false } });
  expect((await state()).shipments.length).toBe(1);
});

describe('failures', () => {
  it('say what EasyPost refused, in both forms of its errors', async () => {
    const error = (errors: readonly unknown[]) => ({
      status: 422,
      body: JSON.stringify({ error: { code: 'PARAMETER.REQUIRED', message: 'Missing required parameter.', errors } }),
    });
    const answers = [error([{ field: 'shipment', message: 'cannot be blank' }]), error(['shipment cannot be blank'])];
    const { baseUrl } = await serverFor((_request, at) => answers[at - 1] ?? { status: 500 });
    const ctx = contextFor({ connections: [{ id: 'easypost', system: 'easypost', baseUrl, settings: {} }] });
    for (const _ of answers) {
      expect(await failureOf(step(ctx))).toMatchObject({
        kind: 'refused',
        category: 'validation',
        code: 'easypost-refused',
        message: 'EasyPost refused: Missing required parameter. shipment cannot be blank (PARAMETER.REQUIRED)',
      });
    }
  });

  it('of an address say what is missing, before anything is sent', async () => {
    const { ctx } = await easypostWorld();
    expect(await failureOf(step(ctx, { shipTo: { street: ['A 1'], country: 'DE' } }))).toMatchObject({
      kind: 'item',
      message: '"Ship to" is no address a carrier can use: city is missing or wrong.',
    });
    expect(ctx.requests).toEqual([]);
  });

  it('tell the key that is not accepted, and the rate', async () => {
    const { ctx, connection, faults } = await easypostWorld();
    const stranger = contextFor({ connections: [{ ...connection, settings: { apiKey: 'x' } }] });
    expect(await failureOf(step(stranger))).toMatchObject({ category: 'auth' });
    await faults({ status: 429, retryAfter: '1.5' });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 1500 });
  });

  it.each(['<html>', '{}', '{"id":"shp_1"'])('leave open what an unreadable success did: %j', async (body) => {
    const { baseUrl } = await serverFor(() => ({ status: 200, body }));
    const ctx = contextFor({ connections: [{ id: 'easypost', system: 'easypost', baseUrl, settings: {} }] });
    expect(await failureOf(step(ctx))).toMatchObject({ code: 'easypost-answer-unreadable', outcomeUnknown: true });
  });
});

interface Exchanges {
  readonly exchanges: readonly {
    readonly request: { readonly url: string };
    readonly response: { readonly status: number; readonly body: object };
  }[];
}
const published = recorded('easypost/http/Shipment-Service.buys-a-shipment.json') as Exchanges | undefined;

it.skipIf(!published)('understands the recorded exchange (skipped where ../shared is absent)', async () => {
  const { baseUrl, seen } = await serverFor((_request, at) => {
    const { status = 500, body = {} } = published?.exchanges[at - 1]?.response ?? {};
    return { status, body: JSON.stringify(body) };
  });
  const ctx = contextFor({ connections: [{ id: 'easypost', system: 'easypost', baseUrl, settings: { apiKey: 'k' } }] });
  expect(await step(ctx)).toMatchObject({
    port: 'bought',
    value: {
      service: 'GroundAdvantage',
      trackingNumber: '9400100110368068953228',
      price: { amount: '5.93', currency: 'USD' },
      labelUrl: expect.stringContaining('postage_label'),
    },
  });
  const asked = published?.exchanges.map(({ request }) => new URL(request.url).pathname);
  expect(seen.map(({ url }) => url)).toEqual(asked);
});
