import { expect, it } from 'vitest';
import { keyPaths, recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { avataxWorld, SALE } from '../simulator/world.testing.ts';
import { recordTax } from './definition.ts';
import { runRecordTax } from './run.ts';

const step = (ctx: TestContext, form: object = {}) =>
  runRecordTax({ params: recordTax.params.parse({ ...SALE, code: '#1042', ...form }), input: null }, ctx);

it('records what is owed under our number', async () => {
  const { ctx, state } = await avataxWorld();
  expect(await step(ctx)).toMatchObject({
    port: 'recorded',
    value: { code: '#1042', recorded: true, created: true, tax: { amount: '7.76' } },
  });
  await step(ctx, { code: '#1043', commit: false });
  expect(await state()).toMatchObject({
    transactions: [
      { code: '#1042', status: 'Committed' },
      { code: '#1043', status: 'Saved' },
    ],
  });
});

it('records once when the answer was lost', async () => {
  const { ctx, faults, state } = await avataxWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: false, recorded: true } });
  expect((await state()).transactions.length).toBe(1);
});

it('answers the first document when the number is committed already', async () => {
  const { ctx, state } = await avataxWorld();
  await step(ctx);
  expect(await step(ctx)).toMatchObject({ value: { code: '#1042', created: false } });
  expect((await state()).transactions.length).toBe(1);
});

it.each(['<html>', '{}', '{"code":'])('leaves open what an unreadable success did: %j', async (body) => {
  const { baseUrl } = await serverFor(() => ({ status: 201, body }));
  const ctx = contextFor({ connections: [{ id: 'avatax', system: 'avatax', baseUrl, settings: {} }] });
  expect(await failureOf(step(ctx))).toMatchObject({ code: 'avatax-answer-unreadable', outcomeUnknown: true });
});

const published = recorded('avatax/transaction_response.json');
const request = recorded('avatax/transaction_request.json');

it.skipIf(!published)(
  'is played by a simulator whose answers have no field AvaTax has not (skipped where ../shared is absent)',
  async () => {
    const { sim, connection } = await avataxWorld();
    const { accountId, licenseKey } = connection.settings;
    const answer = await fetch(`${sim.baseUrl}/api/v2/transactions/create`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}` },
      body: JSON.stringify(request),
    });
    const given = (await answer.json()) as { totalTax: number };
    const known = keyPaths(published);
    expect([answer.status, given.totalTax]).toEqual([201, 7.75]);
    expect([...keyPaths(given)].filter((path) => !known.has(path))).toEqual([]);
  },
);
