import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentsOf, type OrderWorld, orderOf, startOrderWorld } from './order-to-cash.testing.ts';

/** The flows of orders as they are, and those that read what X12 partners put into their folders. */
const FLOWS = [
  ...['reserve-sources', 'release-sources', 'fulfil-group', 'order-gaps', 'order-to-cash', 'fulfilment-callbacks'],
  ...['warehouse-x12', 'supplier-files', 'partner-shipments'],
];

let world: OrderWorld;
beforeAll(async () => {
  world = await startOrderWorld(FLOWS, { partners: true });
  await world.bind('release-shipment', 'release-shipment-warehouse-x12', [
    { field: 'locationKind', is: ['supplier'], flow: 'release-shipment-supplier-x12' },
  ]);
}, 60_000);
afterAll(() => world?.stop());

it('R47: one binding apart, the same order is sent by a warehouse and a supplier that speak X12, and billed the same', async () => {
  // Longer than an order number of X12 may be, as those of the marketplace are.
  const reference = '902-3159896-1390916-LONG';
  await world.accept(orderOf(reference, ['MUG-BLUE', 'CAP-RED', 'LAMP-OAK']));
  const known = await world.until(async () => {
    const one = await world.caseOf(reference);
    expect(one).toMatchObject({ state: 'fulfilled', groups: [{ state: 'shipped' }, { state: 'shipped' }] });
    return one;
  });
  expect(documentsOf(known?.documents ?? [])).toEqual({
    ...{ 'sales order': 1, shipment: 1, 'purchase order': 1 },
    ...{ delivery: 2, invoice: 2, 'tracking number': 2 },
  });
  const files = await world.state('sftp');
  expect(files.warehouseOrders).toMatchObject([
    {
      ...{ order: 'WO-1', times: 1 },
      lines: ['MUG-BLUE', 'CAP-RED'].map((sku) => ({ sku, ordered: 1, shipped: 1 })),
    },
  ]);
  expect(files.supplierOrders).toMatchObject([
    { purchaseOrder: 'PO-1', times: 1, lines: [{ sku: 'LAMP-OAK', status: 'accepted' }] },
  ]);
  const { deliveries = [], billingDocuments = [] } = await world.state('sap');
  expect([deliveries.length, billingDocuments.length]).toEqual([2, 2]);
  // Nothing of it was asked of those who speak HTTP.
  const [{ shipments = [] }, { purchaseOrders = [] }] = [await world.state('wms'), await world.state('dropship')];
  expect([shipments, purchaseOrders]).toEqual([[], []]);
});

it('what the warehouse does not find is lost to the order, and put before a person', async () => {
  await world.control('sftp', 'PUT', 'faults', { shortPick: 1, duplicateFile: 1 });
  await world.accept({ ...orderOf('X-2', ['MUG-BLUE']) });
  await world.until(async () => {
    const one = await world.caseOf('X-2');
    expect(one?.lines).toMatchObject([{ state: 'backordered' }]);
  });
  const runs = await world.runsOf('fulfil-group');
  expect(runs.filter(({ status }) => status === 'exception')).toEqual([]);
  expect((await world.state('sftp')).warehouseOrders).toMatchObject([{ times: 1 }, { times: 1 }]);
});
