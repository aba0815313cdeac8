import { describe, expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { SALESFORCE_CREDENTIALS } from '../simulator/salesforce-simulator.ts';
import { SALESFORCE_NOW, salesforceWorld } from '../simulator/world.testing.ts';
import { upsertRecord } from './definition.ts';
import { runUpsert } from './run.ts';

const FORM = {
  connection: 'crm',
  object: 'Order',
  externalIdField: 'ShopOrderId__c',
  externalId: 450789469,
  fields: { Name: '#1042', ShopOrderId__c: 'left out' },
};
const step = (ctx: TestContext, form: object = {}) =>
  runUpsert({ params: upsertRecord.params.parse({ ...FORM, ...form }), input: null }, ctx);

it('makes a record, then changes it', async () => {
  const { ctx, state } = await salesforceWorld();
  const { port, value } = await step(ctx);
  const [record] = (await state()).records;
  expect([port, value]).toEqual(['written', { id: record?.Id, externalId: '450789469', created: true }]);
  expect(await step(ctx, { fields: { Status: 'Paid' } })).toMatchObject({ value: { id: record?.Id, created: false } });
  expect((await state()).records).toMatchObject([
    { type: 'Order', Name: '#1042', Status: 'Paid', ShopOrderId__c: '450789469' },
  ]);
});

it('writes one record when the answer was lost', async () => {
  const { ctx, faults, state } = await salesforceWorld();
  await step(ctx, { externalId: 'warm-up' });
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: false } });
  expect((await state()).records.length).toBe(2);
});

it('R4: leaves one record of a message that is played five times, in five runs', async () => {
  const { connection, state } = await salesforceWorld();
  const created: unknown[] = [];
  for (const run of [1, 2, 3, 4, 5]) {
    const context = contextFor({ connections: [connection], now: SALESFORCE_NOW, key: `run-${run}:crm:0` });
    const { value } = await step(context);
    created.push('created' in value && value.created);
  }
  expect(created).toEqual([true, false, false, false, false]);
  expect((await state()).records).toHaveLength(1);
});

it('sends an id that several records bear another way, and changes none', async () => {
  const { ctx, put, state } = await salesforceWorld();
  const ids = [await put('Order', { ShopOrderId__c: '7' }), await put('Order', { ShopOrderId__c: '7' })];
  const { port, value } = await step(ctx, { externalId: '7' });
  expect([port, value]).toEqual([
    'ambiguous',
    { externalId: '7', records: ids.map((id) => `/services/data/v68.0/sobjects/Order/${id}`) },
  ]);
  expect((await state()).records.map(({ Name }) => Name)).toEqual([undefined, undefined]);
});

describe('sessions', () => {
  it('are shared by the steps of a process, also by fifty at once', async () => {
    const { ctx, logins } = await salesforceWorld();
    await Promise.all(Array.from({ length: 50 }, (_, at) => step(ctx, { externalId: at + 1 })));
    expect(logins()).toBe(1);
  });

  it('that lapsed are fetched once more, once for all who notice', async () => {
    const { ctx, sim, logins } = await salesforceWorld();
    await step(ctx);
    await fetch(`${sim.baseUrl}/_sim/sessions`, { method: 'DELETE' });
    const all = await Promise.all(Array.from({ length: 10 }, (_, at) => step(ctx, { externalId: at + 1 })));
    expect([all.length, logins()]).toEqual([10, 2]);
  });

  it('that lapse at every call are not fetched for ever', async () => {
    const { ctx, faults, logins } = await salesforceWorld();
    await faults({ expireSession: 1 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'refused', category: 'auth' });
    expect(logins()).toBe(2);
  });

  it('are refused with the reason Salesforce gives', async () => {
    const { connection } = await salesforceWorld();
    const settings = { ...SALESFORCE_CREDENTIALS, username: 'nobody@lockstep.example' };
    const ctx = contextFor({ connections: [{ ...connection, settings }], now: SALESFORCE_NOW });
    expect(await failureOf(step(ctx))).toMatchObject({
      kind: 'refused',
      category: 'auth',
      code: 'salesforce-no-session',
      message: "Salesforce does not let the connected app in: invalid_grant, user hasn't approved this consumer.",
    });
  });
});

describe('failures', () => {
  it('of the quota and of a held record pass by themselves, and nothing was done', async () => {
    const { ctx, faults } = await salesforceWorld();
    await faults({ quotaGone: true });
    expect(await failureOf(step(ctx))).toMatchObject({
      kind: 'transient',
      category: 'rate',
      code: 'salesforce-quota',
      retryAfterMs: 60_000,
    });
    await faults({ lockRow: 1 });
    const busy = await failureOf(step(ctx));
    expect([busy.kind, busy.code, busy.outcomeUnknown]).toEqual(['transient', 'salesforce-busy', undefined]);
  });

  it('of the fields say so before anything is sent', async () => {
    const { ctx } = await salesforceWorld();
    expect(await failureOf(step(ctx, { fields: 'x' }))).toMatchObject({ kind: 'item', code: 'fields-invalid' });
    expect(ctx.requests).toEqual([]);
  });

  it.each([
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'business'],
    ['INVALID_FIELD', 'validation'],
  ])('%s is told as %s', async (errorCode, category) => {
    const { baseUrl } = await serverFor(({ url }) =>
      url.endsWith('/token')
        ? { status: 200, body: '{"access_token":"t"}' }
        : { status: 400, body: JSON.stringify([{ message: 'No.', errorCode, fields: ['Name'] }]) },
    );
    const connection = { id: 'crm', system: 'salesforce', baseUrl, settings: SALESFORCE_CREDENTIALS };
    expect(await failureOf(step(contextFor({ connections: [connection] })))).toMatchObject({
      kind: 'refused',
      category,
      message: `Salesforce refused: No. (${errorCode})`,
      details: { errors: [{ fields: ['Name'] }] },
    });
  });
});

const auth = recorded('salesforce/rest/auth_success_response.json');
const created = recorded('salesforce/rest/upsert_created_success_response.json');

it.skipIf(!auth)('understands the recorded answers (skipped where ../shared is absent)', async () => {
  let host = '';
  const { baseUrl } = await serverFor(({ url }) => {
    if (url.endsWith('/token'))
      return { status: 200, body: JSON.stringify({ ...(auth as object), instance_url: host }) };
    return url.endsWith('gone') ? { status: 204 } : { status: 201, body: JSON.stringify(created) };
  });
  host = baseUrl;
  const connection = { id: 'crm', system: 'salesforce', baseUrl, settings: SALESFORCE_CREDENTIALS };
  const ctx = contextFor({ connections: [connection] });
  expect((await step(ctx)).value).toEqual({ id: 'foo', externalId: '450789469', created: true });
  expect((await step(ctx, { externalId: 'gone' })).value).toEqual({ id: null, externalId: 'gone', created: false });
});
