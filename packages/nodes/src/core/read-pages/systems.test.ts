import type { Json } from '@lockstep/schema/run';
import { expect, it, onTestFinished } from 'vitest';
import { ORDER, sapClient } from '../../connectors/sap/simulator/sap-client.testing.ts';
import { SAP_CREDENTIALS } from '../../connectors/sap/simulator/sap-simulator.ts';
import { SHOPIFY_CREDENTIALS, shopifySimulator } from '../../connectors/shopify/simulator/shopify-simulator.ts';
import { HELD, stripeWorld } from '../../connectors/stripe/simulator/world.testing.ts';
import { contextFor } from '../../testing/context.ts';
import { readPages } from './definition.ts';
import { runReadPages } from './run.ts';

/** Items of each page. */
async function pagesOf(
  params: object,
  connection: Parameters<typeof contextFor>[0],
): Promise<readonly (readonly Json[])[]> {
  const pages: (readonly Json[])[] = [];
  const parsed = readPages.params.parse(params);
  for (let cursor: Json | undefined; pages.length < 20; ) {
    const { feed } = await runReadPages(
      { params: parsed, input: null, ...(cursor !== undefined && { cursor }) },
      contextFor(connection),
    );
    pages.push(feed.items);
    if (feed.next === undefined) return pages;
    cursor = feed.next;
  }
  throw new Error('it goes on for ever');
}

it('reads the orders of Shopify by its Link header', async () => {
  const shop = await shopifySimulator();
  onTestFinished(() => shop.close());
  await fetch(`${shop.baseUrl}/_sim/orders`, { method: 'POST', body: JSON.stringify({ count: 7 }) });
  const connection = { id: 'shopify', system: 'shopify', baseUrl: shop.baseUrl, settings: SHOPIFY_CREDENTIALS };
  const params = { connection: 'shopify', url: '/admin/api/2026-07/orders.json', query: { limit: 3 }, items: 'orders' };
  const pages = await pagesOf(params, { connections: [connection] });
  const names = pages.map((page) => page.map((order) => (order as { name: string }).name));
  expect(names).toEqual([['#1007', '#1006', '#1005'], ['#1004', '#1003', '#1002'], ['#1001']]);
});

it('reads the sales orders of S/4HANA by the next link of OData', async () => {
  const sap = await sapClient({ pageSize: 2 });
  onTestFinished(() => sap.close());
  for (let i = 1; i <= 5; i++) await sap.create({ ...ORDER, PurchaseOrderByCustomer: `SHOP-${i}` });
  const connection = { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS };
  const url = '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder';
  const params = { connection: 'sap', url, query: { $select: 'PurchaseOrderByCustomer' }, paging: 'odata' };
  const pages = await pagesOf(params, { connections: [connection] });
  const references = pages.map((page) =>
    page.map((order) => (order as { PurchaseOrderByCustomer: string }).PurchaseOrderByCustomer),
  );
  expect(references).toEqual([['SHOP-1', 'SHOP-2'], ['SHOP-3', 'SHOP-4'], ['SHOP-5']]);
});

it('reads the payments of Stripe by the id of the last one', async () => {
  const { call, connection } = await stripeWorld();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.unshift((await call('/v1/payment_intents', HELD)).body.id);
  const cursor = { paging: 'cursor', cursor: 'data.-1.id', cursorParam: 'starting_after' };
  const params = { connection: 'stripe', url: '/v1/payment_intents', query: { limit: 2 }, items: 'data', ...cursor };
  const pages = await pagesOf(params, { connections: [connection] });
  expect(pages.map((page) => page.map((payment) => (payment as { id: string }).id))).toEqual([
    made.slice(0, 2),
    made.slice(2, 4),
    made.slice(4),
    [],
  ]);
});
