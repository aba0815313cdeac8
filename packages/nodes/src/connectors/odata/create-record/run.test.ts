import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { sapOrder, sapWorld } from '../../../testing/odata-sap.ts';
import { serverFor } from '../../../testing/server.ts';
import { SHOP_V4 } from '../shop-edmx.testing.ts';
import { createODataRecord } from './definition.ts';
import { runCreateODataRecord } from './run.ts';

const REFERENCE = 'PurchaseOrderByCustomer, SoldToParty';

const step = (ctx: TestContext, fields: object = sapOrder(), form: object = { reference: REFERENCE }) => {
  const params = createODataRecord.params.parse({ connection: 'erp', set: 'A_SalesOrder', fields, ...form });
  return runCreateODataRecord({ params, input: null }, ctx);
};

it('creates a record with its items, from plain JSON', async () => {
  const { ctx, orders } = await sapWorld();
  expect(await step(ctx, sapOrder({ RequestedDeliveryDate: '2026-12-01' }))).toMatchObject({
    port: 'created',
    value: {
      created: true,
      warnings: [],
      record: {
        key: { SalesOrder: '41' },
        etag: expect.stringMatching(/^W\//),
        fields: {
          PurchaseOrderByCustomer: '#1001',
          RequestedDeliveryDate: '2026-12-01T00:00:00',
          to_Item: [{ Material: 'TG11' }],
        },
      },
    },
  });
  expect(await orders()).toMatchObject([{ to_Item: { results: [{ RequestedQuantity: '3' }] } }]);
});

it('finds again what an attempt made whose answer was lost, and only that', async () => {
  const { ctx, faults, orders } = await sapWorld();
  await step(ctx, sapOrder({ SoldToParty: '17100002' }));
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true, retryAfterMs: 3_000 });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({
    value: { created: false, record: { key: { SalesOrder: '42' } } },
  });
  expect((await orders()).length).toBe(2);
});

it('does not take another record for its own where a service ignores the filter', async () => {
  const records: object[] = [{ Number: '1', Reference: '007-A', Total: 12.5 }];
  const { baseUrl } = await serverFor(({ url, method }) => {
    if (url.includes('$metadata')) return { status: 200, body: SHOP_V4 };
    return method === 'GET'
      ? { status: 200, body: JSON.stringify({ value: records }) }
      : { status: 201, body: '{"Number":"2"}' };
  });
  const shop = contextFor({ connections: [{ id: 'erp', system: 'odata', baseUrl, settings: {} }] });
  const again = (fields: object, reference: string) =>
    step(shop.again({ outcomeUnknown: true }), fields, { set: 'Orders', reference });
  expect(await again({ Reference: '7-A' }, 'Reference')).toMatchObject({ value: { created: true } });
  expect(await again({ Reference: '007-A' }, 'Reference')).toMatchObject({ value: { created: false } });
  expect(await again({ Total: '12.50' }, 'Total')).toMatchObject({ value: { created: false } });
});

it('creates it after all when nothing is found, and looks first when told to', async () => {
  const { ctx, orders } = await sapWorld();
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: true } });
  const later = contextFor({ connections: [await ctx.connection('erp')], key: 'run-2:step-1:0' });
  expect(await step(later, sapOrder(), { reference: REFERENCE, lookUp: 'always' })).toMatchObject({
    value: { created: false },
  });
  expect((await orders()).length).toBe(1);
});

it('stops instead of repeating when it cannot look', async () => {
  const { ctx, orders } = await sapWorld();
  const unsure = ctx.again({ outcomeUnknown: true });
  expect(await failureOf(step(unsure, sapOrder(), {}))).toMatchObject({ kind: 'refused', code: 'odata-no-reference' });
  const nameless = sapOrder({ PurchaseOrderByCustomer: '' });
  expect(await failureOf(step(unsure, nameless))).toMatchObject({ kind: 'item', code: 'odata-does-not-fit' });
  expect(await orders()).toEqual([]);
});

it('says everything that does not fit before it sends anything', async () => {
  const { ctx, orders } = await sapWorld();
  const failure = await failureOf(
    step(
      ctx,
      sapOrder({
        SalesOrganisation: '1710',
        to_Item: [{ Material: 'TG11', RequestedQuantity: 'three' }],
        SoldToParty: 'x'.repeat(11),
      }),
    ),
  );
  expect(failure).toMatchObject({
    kind: 'item',
    message:
      'SoldToParty takes 10 characters and has 11. to_Item[0].RequestedQuantity: "three" is no Edm.Decimal. ' +
      'SalesOrganisation is no field of A_SalesOrderType: did you mean SalesOrganization?',
  });
  expect(await failureOf(step(ctx, sapOrder(), { set: 'A_SalesOrders' }))).toMatchObject({
    kind: 'flow',
    message: 'The service has no entity set A_SalesOrders: did you mean A_SalesOrder?',
  });
  expect(await orders()).toEqual([]);
});

it('fetches a CSRF token once for many, and once more when the session lapsed', async () => {
  const { ctx, sap } = await sapWorld();
  await Promise.all([1, 2, 3].map((n) => step(ctx, sapOrder({ PurchaseOrderByCustomer: `#${n}` }))));
  expect(ctx.requests.filter(({ headers }) => headers?.['x-csrf-token'] === 'Fetch').length).toBe(1);
  await fetch(`${sap.baseUrl}/_sim/sessions`, { method: 'DELETE' });
  ctx.requests.length = 0;
  expect(await step(ctx, sapOrder({ PurchaseOrderByCustomer: '#4' }))).toMatchObject({ value: { created: true } });
  expect(ctx.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
});

it('tells a lock from a refusal, and a warning from both', async () => {
  const { ctx, faults } = await sapWorld();
  await faults({ recordLock: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', code: 'odata-locked' });
  await faults({ sapMessage: 1 });
  expect(await step(ctx)).toMatchObject({
    value: { created: true, warnings: [{ severity: 'warning', code: 'V4/219' }] },
  });
  await faults({});
  expect(await failureOf(step(ctx, sapOrder({ SalesOrganization: '9999' })))).toMatchObject({
    kind: 'refused',
    message: 'The service refused: Sales organization 9999 is not defined (V1/048)',
  });
});
