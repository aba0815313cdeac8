import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OrderWorld, orderOf, startOrderWorld } from './order-to-cash.testing.ts';

/** `npm run orders` takes 1,000. */
const ORDERS = Number(process.env.LOCKSTEP_STORM_ORDERS ?? '24');
const TIME_MS = 60_000 + ORDERS * 500;

let world: OrderWorld;
beforeAll(async () => {
  const flows = [
    'reserve-sources',
    'release-sources',
    'fulfil-group',
    'order-gaps',
    'order-to-cash',
    'fulfilment-callbacks',
  ];
  world = await startOrderWorld([...flows, 'milestones-to-crm'], { pace: 'quick' });
}, 60_000);
afterAll(() => world?.stop());

const SKUS = [['MUG-BLUE'], ['MUG-BLUE', 'LAMP-OAK'], ['LAMP-OAK'], ['CAP-RED', 'LAMP-OAK', 'MUG-BLUE']];
const skusOf = (at: number): readonly string[] => SKUS[at % SKUS.length] ?? [];

it(
  `R17, R18: ${ORDERS} orders through an ERP that fails one call in ten become ${ORDERS} sales orders, each reserved, delivered and billed once`,
  async () => {
    await world.control('sap', 'PUT', 'faults', { status: 503, rate: 0.1, recordLock: 0.05 });
    await world.control('wms', 'PUT', 'faults', { duplicate: 0.2, reorder: 0.1, commitThenDrop: 0.02 });
    await world.control('dropship', 'PUT', 'faults', { duplicate: 0.2, delayLine: 0.1, commitThenDrop: 0.02 });
    await world.control('salesforce', 'PUT', 'faults', { lockRow: 0.05 });
    for (let at = 0; at < ORDERS; at += 1) await world.accept(orderOf(`S-${at}`, skusOf(at)));

    const statuses = async () => {
      const rows = await world.store.sql<{ status: string; runs: number }[]>`
      select status, count(*)::int as runs from runs where flow_id = 'order-to-cash' group by status`;
      return Object.fromEntries(rows.map(({ status, runs }) => [status, runs]));
    };
    await expect.poll(statuses, { timeout: TIME_MS, interval: 500 }).toEqual({ done: ORDERS });

    // The invariant: no order is open to a customer without a reservation behind it.
    const unreserved = await world.store.sql`
    select key from cases
    where kind = 'order' and not ((document->'milestones')::jsonb @> '[{"name":"reserved"}]')`;
    expect(unreserved).toEqual([]);
    const cases = await world.store.sql<{ state: string; n: number }[]>`
    select state, count(*)::int as n from cases where kind = 'order' group by state`;
    expect(cases).toEqual([{ state: 'fulfilled', n: ORDERS }]);

    const { salesOrders = [], deliveries = [], billingDocuments = [] } = await world.state('sap');
    const references = salesOrders.map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer);
    expect([references.length, new Set(references).size]).toEqual([ORDERS, ORDERS]);
    // What was billed is what was sold: nothing is delivered twice, and nothing is forgotten.
    const sum = (rows: readonly Readonly<Record<string, unknown>>[], name: string) =>
      rows.reduce((total, row) => total + Math.round(Number(row[name]) * 100), 0);
    expect(sum(billingDocuments, 'TotalNetAmount')).toBe(sum(salesOrders, 'TotalNetAmount'));
    expect(deliveries.length).toBe(billingDocuments.length);
    const groups = Array.from({ length: ORDERS }, (_, at) => new Set(skusOf(at).map((sku) => sku === 'LAMP-OAK')).size);
    const wanted = groups.reduce((total, each) => total + each, 0);
    const { purchaseOrders = [] } = await world.state('dropship');
    const { shipments = [] } = await world.state('wms');
    expect(purchaseOrders.length + shipments.length).toBe(wanted);
  },
  TIME_MS + 30_000,
);
