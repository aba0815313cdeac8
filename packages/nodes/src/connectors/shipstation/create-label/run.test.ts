import { expect, it, onTestFinished } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { PARCEL } from '../../easypost/simulator/world.testing.ts';
import {
  SHIPSTATION_CREDENTIALS,
  type ShipstationSettings,
  shipstationSimulator,
} from '../simulator/shipstation-simulator.ts';
import { createLabel } from './definition.ts';
import { runCreateLabel } from './run.ts';

const FORM = { connection: 'shipstation', ...PARCEL, carrierId: 'se-1', service: 'ups_ground' };
const step = (ctx: TestContext, form: object = {}) =>
  runCreateLabel({ params: createLabel.params.parse({ ...FORM, ...form }), input: null }, ctx);

async function world(settings: ShipstationSettings = {}) {
  const sim = await shipstationSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  onTestFinished(() => sim.close());
  const connection = {
    id: 'shipstation',
    system: 'shipstation',
    baseUrl: sim.baseUrl,
    settings: SHIPSTATION_CREDENTIALS,
  };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const labels = async () =>
    ((await (await fetch(sim.stateUrl)).json()) as { labels: { label_id: string; tracking_number: string }[] }).labels;
  return { sim, connection, faults, labels, ctx: contextFor({ connections: [connection] }) };
}

it('buys a label under our number', async () => {
  const { ctx, labels } = await world();
  const { value } = await step(ctx);
  const [label] = await labels();
  expect(value).toEqual({
    reference: 'S-20991',
    carrier: 'ups',
    service: 'ups_ground',
    trackingNumber: label?.tracking_number,
    trackingUrl: 'https://www.ups.com/track',
    labelUrl: expect.stringMatching(/\.pdf$/),
    price: { amount: '5.44', currency: 'USD' },
    created: true,
    identifiers: [{ system: 'shipstation', value: label?.label_id }],
  });
});

it('buys once when the answer was lost, and when it is to look always', async () => {
  const { ctx, faults, labels } = await world();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: false } });
  expect(await step(ctx, { lookUp: 'always' })).toMatchObject({ value: { created: false } });
  expect((await labels()).length).toBe(1);
});

it('says what was refused, by whom, and when to come again', async () => {
  const { ctx, connection } = await world({ perMinute: 1 });
  const stranger = contextFor({ connections: [{ ...connection, settings: { apiKey: 'x' } }] });
  expect(await failureOf(step(stranger))).toMatchObject({ category: 'auth' });
  await step(ctx);
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 60_000 });
  const errors = [
    {
      error_source: 'carrier',
      error_type: 'business_rules',
      error_code: 'invalid_address',
      message: 'No such street.',
    },
  ];
  const { baseUrl } = await serverFor(() => ({ status: 400, body: JSON.stringify({ errors }) }));
  const refused = contextFor({ connections: [{ id: 'shipstation', system: 'shipstation', baseUrl, settings: {} }] });
  expect(await failureOf(step(refused))).toMatchObject({
    kind: 'refused',
    code: 'shipstation-refused',
    message: 'The carrier refused: No such street. (invalid_address)',
  });
});

it.each(['<html>', '{}', '{"label_id":'])('leaves open what an unreadable success did: %j', async (body) => {
  const { baseUrl } = await serverFor(() => ({ status: 200, body }));
  const ctx = contextFor({ connections: [{ id: 'shipstation', system: 'shipstation', baseUrl, settings: {} }] });
  expect(await failureOf(step(ctx))).toMatchObject({ code: 'shipstation-answer-unreadable', outcomeUnknown: true });
});
