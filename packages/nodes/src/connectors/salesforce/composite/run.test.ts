import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { salesforceWorld } from '../simulator/world.testing.ts';
import { compositeRequest } from './definition.ts';
import { runComposite } from './run.ts';

const ACCOUNT = {
  method: 'PATCH',
  url: '/sobjects/Account/ShopId__c/7',
  referenceId: 'account',
  body: { Name: 'Kern' },
};
const ORDER = {
  method: 'PATCH',
  url: '/sobjects/Order/ShopOrderId__c/1042',
  referenceId: 'order',
  body: { AccountId: '@{account.id}', Status: 'Draft' },
};
const step = (ctx: TestContext, requests: unknown = [ACCOUNT, ORDER]) =>
  runComposite({ params: compositeRequest.params.parse({ connection: 'crm', requests }), input: null }, ctx);

it('writes all, each with what the ones before it gave', async () => {
  const { ctx, state } = await salesforceWorld();
  const { port, value } = await step(ctx);
  const [account, order] = (await state()).records;
  expect([port, value]).toMatchObject([
    'done',
    { results: { account: { id: account?.Id, created: true }, order: { id: order?.Id } } },
  ]);
  expect(order?.AccountId).toBe(account?.Id);
});

it('tells a rollback from a success, although both are answered 200', async () => {
  const { ctx, state } = await salesforceWorld();
  const wrong = { ...ORDER, body: { ShopOrderId__c: 'twice' } };
  const { port, value } = await step(ctx, [ACCOUNT, wrong]);
  expect([port, value]).toEqual([
    'rolled-back',
    {
      failed: [
        {
          referenceId: 'order',
          status: 400,
          code: 'INVALID_FIELD',
          message: 'The ShopOrderId__c field should not be specified in the sobject data.',
        },
      ],
    },
  ]);
  expect((await state()).records).toEqual([]);
});

it('comes again when a record is held', async () => {
  const { ctx, faults, state } = await salesforceWorld();
  await faults({ lockRow: 1 });
  const failure = await failureOf(step(ctx));
  expect([failure.kind, failure.code, failure.outcomeUnknown]).toEqual(['transient', 'salesforce-busy', undefined]);
  await faults({});
  expect((await step(ctx.again())).port).toBe('done');
  expect((await state()).records.length).toBe(2);
});

it('leaves open what happened when the answer was lost; by external ids it may be sent again', async () => {
  const { ctx, faults, state } = await salesforceWorld();
  await step(ctx, [{ ...ACCOUNT, url: '/sobjects/Account/ShopId__c/1' }]);
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }))).port).toBe('done');
  expect((await state()).records.length).toBe(3);
});

it.each([
  [[], 'the list'],
  [[{ ...ACCOUNT, url: 'https://elsewhere.example' }], '0.url'],
  [[{ ...ACCOUNT, referenceId: 'a b' }], '0.referenceId'],
  ['x', 'the list'],
])('refuses %j before anything is sent', async (requests, where) => {
  const { ctx } = await salesforceWorld();
  expect(await failureOf(step(ctx, requests))).toMatchObject({ kind: 'item', message: expect.stringContaining(where) });
  expect(ctx.requests).toEqual([]);
});

it('says which strategies it can honour, a person first', () => {
  expect(compositeRequest.strategies).toEqual(['once', 'upsert']);
});
