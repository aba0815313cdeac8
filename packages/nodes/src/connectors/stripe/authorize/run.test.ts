import { describe, expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, contractIssues, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { paymentOf, readIntent, refundOf } from '../payment.ts';
import { stripeWorld } from '../simulator/world.testing.ts';
import { authorizePayment } from './definition.ts';
import { runAuthorize } from './run.ts';

const FORM = {
  connection: 'stripe',
  amount: '38.65',
  currency: 'EUR',
  paymentMethod: 'pm_card_visa',
  orderReference: '#1042',
};
const step = (ctx: TestContext, form: object = {}) =>
  runAuthorize({ params: authorizePayment.params.parse({ ...FORM, ...form }), input: null }, ctx);

it('holds the amount and gives a canonical payment', async () => {
  const { ctx, state } = await stripeWorld();
  const { port, value } = await step(ctx);
  const { payments, charges } = await state();
  expect([port, value]).toEqual([
    'authorized',
    {
      id: payments[0]?.id,
      orderReference: '#1042',
      kind: 'authorisation',
      status: 'succeeded',
      amount: { amount: '38.65', currency: 'EUR' },
      method: 'card',
      provider: 'stripe',
      at: '2026-11-23T08:00:00.000Z',
      identifiers: [
        { system: 'stripe', value: payments[0]?.id },
        { system: 'stripe', value: charges[0]?.id },
      ],
    },
  ]);
  expect(payments).toMatchObject([
    { amount: 3865, status: 'requires_capture', metadata: { order_reference: '#1042' } },
  ]);
  expect(await contractIssues('payment@1', value)).toEqual([]);
});

it('takes the amount at once when told', async () => {
  const { ctx, state } = await stripeWorld();
  const { value } = await step(ctx, { capture: 'now', amount: '1200', currency: 'JPY' });
  expect(value).toMatchObject({ kind: 'capture', status: 'succeeded', amount: { amount: '1200', currency: 'JPY' } });
  expect(await state()).toMatchObject({ charges: [{ amount_captured: 1200, captured: true }] });
  expect(await contractIssues('payment@1', value)).toEqual([]);
});

it('sends a declined card another way, with the words of the bank', async () => {
  const { ctx } = await stripeWorld();
  const { port, value } = await step(ctx, { paymentMethod: 'pm_card_visa_chargeDeclinedInsufficientFunds' });
  expect([port, value]).toMatchObject([
    'declined',
    { status: 'failed', failure: { code: 'insufficient_funds', message: 'Your card has insufficient funds.' } },
  ]);
  expect(await contractIssues('payment@1', value)).toEqual([]);
});

it('tells where the buyer proves that it is them', async () => {
  const { ctx } = await stripeWorld();
  expect(await step(ctx, { paymentMethod: 'pm_card_authenticationRequired' })).toMatchObject({
    port: 'needs-action',
    value: { payment: { status: 'pending' }, url: expect.stringContaining('https://hooks.stripe.com/') },
  });
});

it('holds once when the attempt is repeated because its answer was lost', async () => {
  const { ctx, faults, state } = await stripeWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'authorized' });
  expect((await state()).payments.length).toBe(1);
});

describe('failures', () => {
  it('kept under the key are an unknown outcome, told with the number of the request', async () => {
    const { ctx, faults } = await stripeWorld();
    await faults({ keptFailure: 1 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
    await faults({});
    expect(await failureOf(step(ctx.again({ outcomeUnknown: true })))).toMatchObject({
      kind: 'unknown',
      code: 'stripe-failure-kept',
      message: expect.stringMatching(/request req_[0-9a-f]+ in its dashboard/),
    });
  });

  it('of a key in use pass by themselves', async () => {
    const { ctx, faults } = await stripeWorld();
    await faults({ workMs: 200 });
    const first = step(ctx);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await failureOf(step(ctx.again()))).toMatchObject({
      kind: 'transient',
      code: 'stripe-under-way',
      retryAfterMs: 1000,
    });
    await first;
  });

  it.each([
    [{ amount: '1.005' }, 'item', 'amount-invalid'],
    [{ currency: 'EUR', amount: '0.00' }, 'item', 'amount-invalid'],
  ])('of the message say so before anything is sent: %j', async (form, kind, code) => {
    const { ctx } = await stripeWorld();
    expect(await failureOf(step(ctx, form))).toMatchObject({ kind, code });
    expect(ctx.requests).toEqual([]);
  });

  it('of a key used for something else, of the key to the account, and of the rate', async () => {
    const { ctx, faults, connection } = await stripeWorld();
    await step(ctx);
    expect(await failureOf(step(ctx, { amount: '1' }))).toMatchObject({ kind: 'refused', code: 'stripe-key-reused' });
    const stranger = contextFor({ connections: [{ ...connection, settings: { secretKey: 'sk_wrong' } }] });
    expect(await failureOf(step(stranger))).toMatchObject({ kind: 'refused', category: 'auth', code: 'http-401' });
    await faults({ status: 429, retryAfter: 2 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 2000 });
  });

  it.each(['<html>', '{"id":"pi_1"}', '{"id":'])('leave open what an unreadable success did: %j', async (body) => {
    const { baseUrl } = await serverFor(() => ({ status: 200, body }));
    const ctx = contextFor({ connections: [{ id: 'stripe', system: 'stripe', baseUrl, settings: {} }] });
    expect(await failureOf(step(ctx))).toMatchObject({ code: 'stripe-answer-unreadable', outcomeUnknown: true });
  });

  it.each([
    [{ 'stripe-should-retry': 'false' }, 500, 'refused'],
    [{ 'stripe-should-retry': 'true' }, 400, 'transient'],
  ])('are tried again as Stripe says: %j', async (headers, status, kind) => {
    const body = '{"error":{"type":"api_error","message":"x"}}';
    const { baseUrl } = await serverFor(() => ({ status, headers, body }));
    const ctx = contextFor({ connections: [{ id: 'stripe', system: 'stripe', baseUrl, settings: {} }] });
    expect(await failureOf(step(ctx))).toMatchObject({ kind });
  });
});

const published = recorded('stripe/fixtures3.json') as { resources: Record<string, never> } | undefined;

it.skipIf(!published)('understands the published objects (skipped where ../shared is absent)', async () => {
  const { ctx } = await stripeWorld();
  const { payment_intent: intent, refund } = published?.resources ?? {};
  const said = { orderReference: '#1', kind: 'capture', now: ctx.now } as const;
  const payments = [paymentOf(readIntent(intent as never), said), refundOf(refund as never, '#1')];
  expect(payments).toMatchObject([
    { id: 'pi_1PgafyB7WZ01zgkWSjxsAJo3', status: 'failed', amount: { currency: 'USD' } },
    { id: 're_1Pgc72B7WZ01zgkWqPvrRrPE', kind: 'refund', status: 'succeeded', amount: { amount: '1.00' } },
  ]);
  for (const payment of payments) expect(await contractIssues('payment@1', payment)).toEqual([]);
});
