import { describe, expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { loyaltyConnection } from '../connection.ts';
import { ANN, loyaltyWorld } from '../simulator/world.testing.ts';
import { accruePoints } from './definition.ts';
import { runAccrue } from './run.ts';

const FORM = { connection: 'loyalty', account: ANN.account, points: 120, reference: '#1042/BER-1/WM1' };
const step = (ctx: TestContext, form: object = {}) =>
  runAccrue({ params: accruePoints.params.parse({ ...FORM, ...form }), input: null }, ctx);

it('gives points, once when the answer was lost, and once for another run with the same reference', async () => {
  const { ctx, connection, faults, state } = await loyaltyWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  const { events } = await state();
  const accrued = {
    port: 'accrued',
    value: {
      account: ANN.account,
      points: 120,
      reference: FORM.reference,
      entry: events[0]?.id,
      at: '2026-11-23T08:00:00.000Z',
    },
  };
  expect(await step(ctx.again({ outcomeUnknown: true }))).toEqual(accrued);
  expect(await step(contextFor({ connections: [connection], key: 'run-2:step-1:0' }))).toEqual(accrued);
  expect(await state()).toMatchObject({ events: [{ type: 'ACCUMULATE_POINTS' }], members: [{ balance: 120 }] });
});

describe('failures', () => {
  it('say that a reference was used for other points, that nobody is a member, what Square refuses', async () => {
    const { ctx, faults, connection } = await loyaltyWorld();
    await step(ctx);
    expect(await failureOf(step(ctx, { points: 7 }))).toMatchObject({
      kind: 'refused',
      code: 'loyalty-reference-reused',
    });
    expect(await failureOf(step(ctx, { account: 'x', reference: 'y' }))).toMatchObject({
      kind: 'refused',
      code: 'loyalty-member-unknown',
      message: 'Square Loyalty refused: Loyalty account with ID x not found. (NOT_FOUND)',
    });
    await faults({ paused: true });
    expect(await failureOf(step(ctx, { reference: 'z' }))).toMatchObject({
      code: 'loyalty-refused',
      category: 'validation',
    });
    const stranger = contextFor({ connections: [{ ...connection, settings: {} }] });
    expect(await failureOf(step(stranger))).toMatchObject({ kind: 'refused', category: 'auth' });
    await faults({ status: 429, retryAfter: 2 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 2000 });
  });

  it.each(['<html>', '{}', '{"events":[{"type":"ACCUMULATE_POINTS"}]}'])(
    'leave open what an unreadable success did: %j',
    async (body) => {
      const { baseUrl } = await serverFor(() => ({ status: 200, body }));
      const ctx = contextFor({ connections: [{ id: 'loyalty', system: 'square-loyalty', baseUrl, settings: {} }] });
      expect(await failureOf(step(ctx))).toMatchObject({ code: 'loyalty-answer-unreadable', outcomeUnknown: true });
    },
  );
});

it('asks to slow down beyond its rate', async () => {
  const { ctx } = await loyaltyWorld({ perSecond: 1 });
  await step(ctx);
  await step(ctx);
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate' });
});

it('tells by a test call whether it may work', async () => {
  const { connection, ctx, faults } = await loyaltyWorld();
  const test = (settings: Readonly<Record<string, string>> = connection.settings) =>
    loyaltyConnection.test?.({ ...ctx, connection: { ...connection, settings }, signRs256: async () => '' });
  expect(await test()).toMatchObject({ ok: true });
  expect(await test({})).toMatchObject({ ok: false, message: 'Square does not accept the access token (401).' });
  await faults({ paused: true });
  expect(await test()).toEqual({ ok: false, message: 'The loyalty program at Square is inactive.' });
});
