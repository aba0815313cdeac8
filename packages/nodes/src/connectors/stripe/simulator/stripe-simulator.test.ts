import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keyPaths, recorded } from '../../../simulators/kit/fixtures.ts';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { readForm } from './form.ts';
import { stripeSignature } from './signature.ts';
import { STRIPE_CREDENTIALS } from './stripe-simulator.ts';
import { HELD, STRIPE_NOW, stripeWorld } from './world.testing.ts';

it('reads forms with members and lists in brackets', () => {
  expect(readForm('amount=1&metadata[order]=%231042&metadata[a][b]=x&types[]=card&types[]=link&plain=')).toEqual({
    amount: '1',
    metadata: { order: '#1042', a: { b: 'x' } },
    types: ['card', 'link'],
    plain: '',
  });
});

it('holds an amount, takes a part of it, gives a part of that back, and says each in an event', async () => {
  const { call, state } = await stripeWorld();
  const held = await call('/v1/payment_intents', HELD);
  expect(held.body).toMatchObject({
    status: 'requires_capture',
    amount: 3865,
    amount_capturable: 3865,
    amount_received: 0,
  });
  const taken = await call(`/v1/payment_intents/${held.body.id}/capture`, { amount_to_capture: '3000' });
  expect(taken.body).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 3000 });
  const refund = await call('/v1/refunds', { payment_intent: held.body.id, amount: '500' });
  expect(refund.body).toMatchObject({
    object: 'refund',
    status: 'succeeded',
    amount: 500,
    payment_intent: held.body.id,
  });
  const more = await call('/v1/refunds', { payment_intent: held.body.id, amount: '2501' });
  expect([more.status, more.body.error.code]).toEqual([400, 'amount_too_large']);
  expect((await call('/v1/refunds', { payment_intent: held.body.id })).body).toMatchObject({ amount: 2500 });
  const again = await call('/v1/refunds', { payment_intent: held.body.id });
  expect(again.body.error).toMatchObject({ type: 'invalid_request_error', code: 'charge_already_refunded' });
  const { events, charges } = await state();
  expect(charges).toMatchObject([{ amount: 3865, amount_captured: 3000, amount_refunded: 3000, refunded: true }]);
  expect(events.map(({ type }) => type)).toEqual([
    'payment_intent.created',
    'payment_intent.amount_capturable_updated',
    'charge.succeeded',
    'charge.captured',
    'payment_intent.succeeded',
    'refund.created',
    'charge.refunded',
    'refund.created',
    'charge.refunded',
  ]);
});

it.each([
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('declines %s with 402', async (method, code, declineCode) => {
  const { call } = await stripeWorld();
  const { status, body } = await call('/v1/payment_intents', { ...HELD, payment_method: method });
  expect([status, body.error]).toMatchObject([
    402,
    { type: 'card_error', code, decline_code: declineCode, payment_intent: { status: 'requires_payment_method' } },
  ]);
});

it.each([
  [{}, 400, 'parameter_missing'],
  [{ amount: '10' }, 400, 'parameter_missing'],
  [{ amount: '1.5', currency: 'eur' }, 400, 'parameter_invalid_integer'],
])('refuses the form %j', async (form, status, code) => {
  const { call } = await stripeWorld();
  const answer = await call('/v1/payment_intents', form);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
});

describe('Idempotency-Key', () => {
  it('gives the first answer again, a declined card too, and refuses other parameters', async () => {
    const { call, state } = await stripeWorld();
    const first = await call('/v1/payment_intents', HELD, 'k');
    const again = await call('/v1/payment_intents', HELD, 'k');
    expect(again.body).toEqual(first.body);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    const other = await call('/v1/payment_intents', { ...HELD, amount: '1' }, 'k');
    expect([other.status, other.body.error.type]).toEqual([400, 'idempotency_error']);
    const declined = { ...HELD, payment_method: 'pm_card_visa_chargeDeclined' };
    expect([
      await call('/v1/payment_intents', declined, 'd'),
      await call('/v1/payment_intents', declined, 'd'),
    ]).toMatchObject([{ status: 402 }, { status: 402 }]);
    expect((await state()).payments.length).toBe(2);
  });

  it('keeps a 500, but nothing of a request that was wrong in itself', async () => {
    const { call, faults } = await stripeWorld();
    await faults({ keptFailure: 1 });
    expect((await call('/v1/payment_intents', HELD, 'k')).status).toBe(500);
    await faults({});
    const replayed = await call('/v1/payment_intents', HELD, 'k');
    expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([500, 'true']);
    expect((await call('/v1/payment_intents', { amount: '1' }, 'w')).status).toBe(400);
    expect((await call('/v1/payment_intents', HELD, 'w')).status).toBe(200);
  });

  it('answers 409 while the first request is under way', async () => {
    const { call, faults, state } = await stripeWorld();
    await faults({ workMs: 150 });
    const both = await Promise.all([call('/v1/payment_intents', HELD, 'k'), call('/v1/payment_intents', HELD, 'k')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.error.code).toBe('idempotency_key_in_use');
    expect((await state()).payments.length).toBe(1);
  });
});

it('lists newest first, page by page', async () => {
  const { call } = await stripeWorld();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.unshift((await call('/v1/payment_intents', HELD)).body.id);
  const first = (await call('/v1/payment_intents?limit=3')).body;
  expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 3), true]);
  const rest = (await call(`/v1/payment_intents?limit=3&starting_after=${ids[2]}`)).body;
  expect([rest.data.map(({ id }) => id), rest.has_more]).toEqual([ids.slice(3), false]);
  expect((await call('/v1/payment_intents?starting_after=pi_x')).status).toBe(400);
});

it('lets nobody in without the key, and asks to slow down beyond its rate', async () => {
  const { stripe, call } = await stripeWorld({ perSecond: 2 });
  expect((await fetch(`${stripe.baseUrl}/v1/balance`)).status).toBe(401);
  const statuses = [await call('/v1/balance'), await call('/v1/balance'), await call('/v1/balance')];
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
});

it('sends events signed over time and body, under two secrets while one is rolled, and repeats them', async () => {
  const receiver = await webhookReceiver((_received, nth) => (nth === 1 ? 500 : 200));
  onTestFinished(() => receiver.close());
  const { call, faults, state } = await stripeWorld({ target: receiver.url, timeScale: 1e-6 });
  await faults({ rollSecret: true, clockSkewMs: 60_000 });
  await call('/v1/payment_intents', { amount: '1', currency: 'eur' });
  await vi.waitFor(async () => expect((await state()).deliveries).toMatchObject([{ status: 'delivered' }]));
  const [first, second] = receiver.received;
  expect(second?.rawBody.equals(first?.rawBody ?? Buffer.alloc(0))).toBe(true);
  const secrets = [`${STRIPE_CREDENTIALS.webhookSecret}_next`, STRIPE_CREDENTIALS.webhookSecret];
  const at = STRIPE_NOW / 1000 + 60;
  expect(first?.headers['stripe-signature']).toBe(stripeSignature(secrets, at, first?.rawBody ?? ''));
  const { id, type, created } = JSON.parse(first?.rawBody.toString() ?? '{}') as Record<string, unknown>;
  expect([id, type, created]).toEqual([(await state()).events[0]?.id, 'payment_intent.created', at]);
});

const published = recorded('stripe/fixtures3.json') as { resources: Record<string, object> } | undefined;

describe.skipIf(!published)('the published objects of the API (skipped where ../shared is absent)', () => {
  it.each([
    ['payment_intent', '/v1/payment_intents'],
    ['charge', '/v1/charges'],
    ['refund', '/v1/refunds'],
    ['event', '/v1/events'],
  ])('%s has no field that Stripe does not have', async (kind, path) => {
    const { call } = await stripeWorld();
    const { body } = await call('/v1/payment_intents', { ...HELD, capture_method: 'automatic' });
    await call('/v1/refunds', { payment_intent: body.id });
    const [object] = (await call(path)).body.data;
    const known = new Set(Object.keys(published?.resources[kind] ?? {}));
    expect(Object.keys(object ?? {}).filter((name) => !known.has(name) && !DOCUMENTED.has(name))).toEqual([]);
    expect(keyPaths(object).size).toBeGreaterThan(8);
  });
});

/** In the reference, though not in the example object. */
const DOCUMENTED: ReadonlySet<string> = new Set();
