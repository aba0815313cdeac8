import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { subscriptionsConnection } from '../connection.ts';
import { rechargeWorld } from '../simulator/world.testing.ts';
import { readChargeStep } from './definition.ts';
import { runReadCharge } from './run.ts';

const step = (ctx: TestContext, charge = 1) =>
  runReadCharge({ params: readChargeStep.params.parse({ connection: 'recharge', charge }), input: null }, ctx);

it('reads a charge as it stands: queued, declined three times, and then no more', async () => {
  const { ctx, due, faults, state } = await rechargeWorld();
  expect(await step(ctx)).toMatchObject({
    port: 'charge',
    value: { id: 1, status: 'queued', total_price: '25.00', line_items: [{ sku: 'MUG-BLUE', quantity: 2 }] },
  });
  await faults({ decline: 1 });
  await due();
  expect(await step(ctx)).toMatchObject({ value: { status: 'error', charge_attempts: 1 } });
  await due();
  await due();
  await faults({});
  await due();
  expect((await state()).charges).toMatchObject([
    { status: 'error', charge_attempts: 3 },
    { status: 'success', charge_attempts: 1 },
    { status: 'queued' },
  ]);
  expect(await step(ctx, 99)).toEqual({ port: 'missing', value: { charge: 99 } });
});

it('says what went wrong, and asks again when the bucket is full', async () => {
  const { ctx, connection, faults } = await rechargeWorld();
  await faults({ status: 429 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 2000 });
  await faults({});
  for (let at = 0; at < 40; at += 1) await step(ctx);
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate' });
  const stranger = contextFor({ connections: [{ ...connection, settings: {} }] });
  expect(await failureOf(step(stranger))).toMatchObject({ kind: 'refused', category: 'auth' });
});

it.each(['<html>', '{}', '{"charge":{"id":1}}'])(
  'does not take an unreadable answer for a charge: %j',
  async (body) => {
    const { baseUrl } = await serverFor(() => ({ status: 200, body }));
    const ctx = contextFor({ connections: [{ id: 'recharge', system: 'recharge', baseUrl, settings: {} }] });
    expect(await failureOf(step(ctx))).toMatchObject({ code: 'recharge-answer-unreadable', kind: 'transient' });
  },
);

it('tells by a test call whether it may work', async () => {
  const { connection, ctx } = await rechargeWorld();
  const test = (settings: Readonly<Record<string, string>>) =>
    subscriptionsConnection.test?.({ ...ctx, connection: { ...connection, settings }, signRs256: async () => '' });
  expect(await test(connection.settings)).toMatchObject({ ok: true });
  expect(await test({})).toEqual({ ok: false, message: 'Recharge does not accept the token (401).' });
});
