import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { queryShopify } from './definition.ts';
import { operationsOf } from './operations.ts';
import { runQueryShopify } from './run.ts';

const step = (ctx: TestContext, query: string, variables: object = {}) => {
  const params = queryShopify.params.parse({ connection: 'shop', query, variables });
  return runQueryShopify({ params, input: null }, ctx);
};

it('reads what the query asks for', async () => {
  const { ctx, order } = await shopifyWorld();
  const query =
    'query ($id: ID!) { order(id: $id) { name lineItems(first: 1) { nodes { sku } pageInfo { hasNextPage } } } }';
  expect(await step(ctx, query, { id: `gid://shopify/Order/${order.id}` })).toEqual({
    port: 'out',
    value: {
      order: { name: order.name, lineItems: { nodes: [{ sku: 'MUG-BLUE' }], pageInfo: { hasNextPage: true } } },
    },
  });
  const search = '{ orders(first: 1, query: "name:#1001") { edges { cursor node { name } } } }';
  expect(await step(ctx, search)).toMatchObject({ value: { orders: { edges: [{ node: { name: '#1001' } }] } } });
});

it('changes nothing: a mutation is refused before anybody is called', async () => {
  const { ctx } = await shopifyWorld();
  const failure = await failureOf(
    step(ctx, 'query A { shop { name } } mutation B { metafieldsSet(metafields: []) { userErrors { message } } }'),
  );
  expect(failure).toMatchObject({ kind: 'flow', code: 'shopify-not-a-query' });
  expect(ctx.requests).toEqual([]);
});

it('knows operations from text that only looks like one', () => {
  expect(operationsOf('{ shop { name } }')).toEqual(['query']);
  expect(
    operationsOf(
      '# mutation\nquery M($a: I = { b: "mutation {" }) @live { mutation: shop { id } } fragment F on A { mutation }',
    ),
  ).toEqual(['query']);
  expect(operationsOf('fragment F on A { id } """a "mutation" {""" subscription S { a }')).toEqual(['subscription']);
});

it('says that the query is wrong', async () => {
  const { ctx } = await shopifyWorld();
  expect(await failureOf(step(ctx, '{ shop { nmae } }'))).toMatchObject({
    kind: 'flow',
    code: 'shopify-query-refused',
    message: expect.stringContaining('nmae'),
  });
});

it('takes an answer lost on the way for one that only has to be read again', async () => {
  const { ctx, faults } = await shopifyWorld();
  await faults({ cutBody: 1 });
  const failure = await failureOf(step(ctx, '{ shop { name } }'));
  expect(failure).toMatchObject({ kind: 'transient' });
  expect(failure.outcomeUnknown).toBeUndefined();
});

it('waits until the points for a costly query are back', async () => {
  const { ctx } = await shopifyWorld({ cost: { size: 12, restoreRate: 4 } });
  const query = '{ orders(first: 10) { nodes { name } } }';
  // It asks for 11 points; the one order that is there costs two, and the rest is given back.
  await step(ctx, query);
  expect(await failureOf(step(ctx, query))).toMatchObject({
    code: 'shopify-throttled',
    category: 'rate',
    retryAfterMs: 250,
  });
});

it.each([
  [{ errors: [{ message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } }] }, 'shopify-access-denied', 'auth'],
  [
    { errors: [{ message: 'Internal', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    'shopify-internal-error',
    'system',
  ],
  [{ errors: [{ message: 'no', extensions: { code: 'SHOP_INACTIVE' } }] }, 'shopify-shop-closed', 'auth'],
  ['<html>', 'shopify-answer-unreadable', 'system'],
])('takes no 200 for a success by itself: %j', async (body, code, category) => {
  const { baseUrl } = await serverFor(() => ({
    status: 200,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }));
  const ctx = contextFor({ connections: [{ id: 'shop', system: 'shopify', baseUrl, settings: {} }] });
  expect(await failureOf(step(ctx, '{ shop { name } }'))).toMatchObject({ code, category });
});

it('names the credentials when they are wrong', async () => {
  const { ctx } = await shopifyWorld({ accessToken: 'changed' });
  expect(await failureOf(step(ctx, '{ shop { name } }'))).toMatchObject({
    kind: 'refused',
    category: 'auth',
    code: 'http-401',
  });
});
