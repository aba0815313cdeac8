import { findContract } from '@lockstep/schema/contracts';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAP_CREDENTIALS, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { WMS_CREDENTIALS, type WmsSettings, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
import { drawOrders } from '../testing/drawn-orders.ts';
import { hasShopifyFixtures, shopifyOrders } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { orderStatus } from './order-status.ts';
import { orderToErp } from './order-to-erp.ts';

const example = findContract('shopify-order')?.example as JsonObject;

/** The systems of the flow, running, and a way to send messages through it. */
async function estate(wmsSettings: WmsSettings = {}) {
  const [sap, wms] = await Promise.all([sapSimulator(), wmsSimulator(wmsSettings)]);
  onTestFinished(async () => {
    await Promise.all([sap.close(), wms.close()]);
  });
  const connections = [
    { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS },
    { id: 'wms', system: 'wms', baseUrl: wms.baseUrl, settings: WMS_CREDENTIALS },
  ];
  const stateOf = async (url: string) => (await (await fetch(url)).json()) as JsonObject;
  return {
    send: (message: Json) => walk(orderToErp, message, { connections }),
    ask: (message: Json) => walk(orderStatus, message, { connections }),
    salesOrders: async () => (await stateOf(sap.stateUrl)).salesOrders as readonly JsonObject[],
    allocations: async () => (await stateOf(wms.stateUrl)).allocations as readonly JsonObject[],
    breakSap: () => fetch(sap.faultsUrl, { method: 'PUT', body: '{"status":503}' }),
  };
}

const shippedTo = (country_code: string | null): JsonObject => ({ ...example, shipping_address: { country_code } });

describe('Order to ERP', () => {
  it('takes an order from the shop to the ERP and the warehouse', async () => {
    const { send, salesOrders, allocations } = await estate();
    expect((await send(example)).way).toEqual([
      'received:out',
      'check-shopify:valid',
      'to-order:out',
      'check-order:valid',
      'route:domestic',
      'area-domestic:out',
      'ready:out',
      'sap-order:created',
      'allocate:allocated',
      'done:out',
    ]);
    expect(await salesOrders()).toMatchObject([
      {
        PurchaseOrderByCustomer: '#1042',
        SalesOrganization: '1010',
        DistributionChannel: '10',
        SoldToParty: '10100001',
        TransactionCurrency: 'EUR',
        to_Item: { results: [{ Material: 'MUG-BLUE', RequestedQuantity: '3' }] },
      },
    ]);
    expect(await allocations()).toMatchObject([{ orderRef: '#1042', warehouse: 'BER-1', status: 'allocated' }]);
  });

  it.each([
    ['DE', 'domestic', '1010', '10', 'BER-1'],
    ['FR', 'eu', '1010', '20', 'AMS-1'],
    ['IE', 'eu', '1010', '20', 'AMS-1'],
    ['GB', 'otherwise', '1710', '10', 'NJC-1'],
    ['US', 'otherwise', '1710', '10', 'NJC-1'],
    [null, 'otherwise', '1710', '10', 'NJC-1'],
  ])('sends an order for %s the way "%s"', async (country, port, organization, channel, warehouse) => {
    const { send, salesOrders, allocations } = await estate();
    expect((await send(shippedTo(country))).way).toContain(`route:${port}`);
    expect(await salesOrders()).toMatchObject([{ SalesOrganization: organization, DistributionChannel: channel }]);
    expect(await allocations()).toMatchObject([{ warehouse }]);
  });

  it('says when stock is short', async () => {
    const { send } = await estate({ unknownSku: 'short' });
    expect((await send(example)).way.slice(-2)).toEqual(['allocate:short', 'short:out']);
  });

  it('puts what is no order aside, with the reason', async () => {
    const { send, salesOrders } = await estate();
    const { line_items: _lines, ...headless } = example;
    expect((await send(headless)).failed).toEqual([
      "not-shopify: The message is not a Shopify order. It must have required property 'line_items'",
    ]);
    expect((await send('hello')).failed).toEqual([
      'not-shopify: The message is not a Shopify order. It must be object',
    ]);
    expect(await salesOrders()).toEqual([]);
  });

  it('puts an order aside that the mapping cannot complete', async () => {
    const { send } = await estate();
    expect((await send({ ...example, created_at: 'soon' })).failed).toEqual([
      'incomplete: Order #1042 is incomplete. /placedAt must match format "date-time"',
    ]);
  });

  it('takes 40 orders of the simulated shop to the end, messy ones too', async () => {
    const { send, salesOrders } = await estate();
    const orders = drawOrders(40);
    const failed: string[] = [];
    for (const order of orders) failed.push(...(await send(order)).failed);
    expect(failed).toEqual([]);
    expect((await salesOrders()).map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer)).toEqual(
      orders.map(({ name }) => name),
    );
  });

  describe.skipIf(!hasShopifyFixtures)('recorded orders (skipped where ../shared is absent)', () => {
    it.each(shopifyOrders())('%s reaches the ERP without what was refunded', async (_, order) => {
      const { send, salesOrders } = await estate();
      expect((await send(order)).failed).toEqual([]);
      expect(await salesOrders()).toMatchObject([
        {
          PurchaseOrderByCustomer: '#1001',
          to_Item: { results: [{ Material: 'IPOD2008RED', RequestedQuantity: '1' }] },
        },
      ]);
    });
  });
});

describe('Order status API', () => {
  it('answers the status of an order that is there', async () => {
    const { send, ask } = await estate();
    const reference = "#10'42";
    const sent = await send({ ...example, name: reference });
    const { salesOrder } = sent.outputs['sap-order'] as { salesOrder: string };
    expect((await ask({ reference })).response).toEqual({
      status: 200,
      headers: {},
      body: { reference, salesOrder, status: 'open', total: { amount: expect.any(String), currency: 'EUR' } },
    });
  });

  it.each<[Json, number]>([
    [{ reference: '#404' }, 404],
    [{ reference: '' }, 400],
    [{}, 400],
    [null, 400],
  ])('answers %j with %i', async (message, status) => {
    const { ask } = await estate();
    expect((await ask(message)).response).toMatchObject({ status });
  });

  it('answers 503 while the ERP does not answer', async () => {
    const { ask, breakSap } = await estate();
    await breakSap();
    expect((await ask({ reference: '#1' })).response).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });
});
