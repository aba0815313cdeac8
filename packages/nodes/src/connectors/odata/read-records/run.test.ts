import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { sapOrder, sapWorld } from '../../../testing/odata-sap.ts';
import { serverFor } from '../../../testing/server.ts';
import { createODataRecord } from '../create-record/definition.ts';
import { runCreateODataRecord } from '../create-record/run.ts';
import { SHOP_V4 } from '../shop-edmx.testing.ts';
import { readODataRecords } from './definition.ts';
import { runReadODataRecords } from './run.ts';

const step = (ctx: TestContext, form: object = {}) => {
  const params = readODataRecords.params.parse({ connection: 'erp', set: 'A_SalesOrder', ...form });
  return runReadODataRecords({ params, input: null }, ctx);
};

async function threeOrders() {
  const world = await sapWorld({ pageSize: 2 });
  for (const name of ["O'Neil", '#2', '#3']) {
    const params = createODataRecord.params.parse({
      connection: 'erp',
      set: 'A_SalesOrder',
      fields: sapOrder({ PurchaseOrderByCustomer: name }),
    });
    await runCreateODataRecord({ params, input: null }, world.ctx);
  }
  world.ctx.requests.length = 0;
  return world;
}

it('reads page after page, or until there are enough', async () => {
  const { ctx } = await threeOrders();
  expect(await step(ctx, { select: 'SalesOrder, TotalNetAmount' })).toMatchObject({
    port: 'out',
    value: { records: [{ key: { SalesOrder: '41' } }, {}, { key: { SalesOrder: '43' } }], complete: true },
  });
  expect((await step(ctx, { maxRecords: 2 })).value).toMatchObject({ records: [{}, {}], complete: false });
});

it('finds by values that hold quotes, and by a filter', async () => {
  const { ctx } = await threeOrders();
  const found = await step(ctx, { where: { PurchaseOrderByCustomer: "O'Neil" }, expand: 'to_Item' });
  expect(found.value.records).toMatchObject([
    {
      fields: {
        PurchaseOrderByCustomer: "O'Neil",
        CreationDate: '2026-11-23T00:00:00',
        to_Item: [{ Material: 'TG11' }],
      },
    },
  ]);
  expect(found.value.records[0]?.fields).not.toHaveProperty('__metadata');
  const both = { where: { SalesOrganization: '1710' }, filter: "SalesOrder eq '42' or SalesOrder eq '43'" };
  expect((await step(ctx, both)).value.records.length).toBe(2);
});

it('reads one by a key of several fields, and says when there is none', async () => {
  const { ctx } = await threeOrders();
  const item = { set: 'A_SalesOrderItem', key: { SalesOrder: '42', SalesOrderItem: '10' } };
  expect((await step(ctx, item)).value).toMatchObject({ records: [{ key: item.key, fields: { Material: 'TG11' } }] });
  expect(await step(ctx, { key: '99' })).toEqual({ port: 'none', value: { records: [], complete: true } });
  expect(await failureOf(step(ctx, { ...item, key: '42' }))).toMatchObject({
    kind: 'item',
    message: 'The key of A_SalesOrderItem is SalesOrder, SalesOrderItem: give all of them by name.',
  });
});

it('is no fool of a page that leads back to itself', async () => {
  const { baseUrl } = await serverFor(({ url }) => ({
    status: 200,
    body: url.includes('$metadata') ? SHOP_V4 : JSON.stringify({ value: [{}], '@odata.nextLink': 'Orders?loop' }),
  }));
  const ctx = contextFor({ connections: [{ id: 'erp', system: 'odata', baseUrl, settings: {} }] });
  expect(await failureOf(step(ctx, { set: 'Orders' }))).toMatchObject({ code: 'odata-answer-unreadable' });
});

it('signs in by client credentials, with one token for all, and another when that is no longer taken', async () => {
  const tokens: string[] = [];
  const { baseUrl } = await serverFor(({ url, headers, body }) => {
    if (url === '/token') {
      tokens.push(body);
      return { status: 200, body: JSON.stringify({ access_token: `t${tokens.length}` }) };
    }
    if (
      headers.authorization !== `Bearer t${Math.min(2, tokens.length)}` ||
      (tokens.length === 1 && url.includes('Orders?old'))
    ) {
      return { status: 401, body: '' };
    }
    return { status: 200, body: url.includes('$metadata') ? SHOP_V4 : '{"value":[{"Number":"1"}]}' };
  });
  const settings = { tokenUrl: `${baseUrl}/token`, clientId: 'app', clientSecret: 's', scope: 'https://x/.default' };
  const ctx = contextFor({ connections: [{ id: 'erp', system: 'odata', baseUrl, settings }] });
  await Promise.all([step(ctx, { set: 'Orders' }), step(ctx, { set: 'Orders' })]);
  expect(tokens.length).toBe(1);
  expect((await step(ctx, { set: 'Orders', options: 'old' })).value.records.length).toBe(1);
  expect(tokens).toEqual(
    Array(2).fill('grant_type=client_credentials&client_id=app&client_secret=s&scope=https%3A%2F%2Fx%2F.default'),
  );
});

it('says what an address without a service gives', async () => {
  const { baseUrl } = await serverFor(() => ({ status: 200, body: '<html><p>Welcome</html>' }));
  const ctx = contextFor({ connections: [{ id: 'erp', system: 'odata', baseUrl, settings: {} }] });
  expect((await failureOf(step(ctx))).message).toMatch(
    /^There is no OData service at the address: its \$metadata cannot be read/,
  );
});
