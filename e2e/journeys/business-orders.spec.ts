import type { Row } from '../kit/index.ts';
import { CasePage } from '../pages/cases.ts';
import { begins, ends, expect, inAnyWeather, test } from './business.ts';

/** The process of every order, whoever took it. */
const PROCESS = ['reserve-sources', 'release-sources', 'fulfil-group', 'order-to-cash', 'milestones-to-crm'];
/** Calls refused, answers lost, messages twice and out of order, and nothing at once. */
const CALLS = { status: 503, rate: 0.2, commitThenDrop: 0.2, latencyMs: 20 };
const MESSAGES = { duplicate: 0.5, reorder: 0.3 };
const FOUL = {
  shopify: { ...CALLS, ...MESSAGES },
  sap: CALLS,
  wms: { ...CALLS, ...MESSAGES },
  dropship: { ...CALLS, ...MESSAGES },
  salesforce: { ...CALLS, lockRow: 0.2 },
};
const named = (reference: string) => ({ PurchaseOrderByCustomer: reference });
const startsWith = (field: string, reference: string) => (row: Row) => String(row[field]).startsWith(`${reference}/`);

inAnyWeather('an order of two senders goes from the shop to its invoices', FOUL, (title, weather) =>
  test(title, async ({ page, retailer }) => {
    const { given, when, then, system } = retailer;
    await given.hurried(...PROCESS, 'milestones-to-shop');
    await system('shopify').tells('shopify/orders-accepted');
    await begins(retailer, weather);
    const reference = await when.shopSells([
      { sku: 'MUG-BLUE', quantity: 2 },
      { sku: 'LAMP-OAK', quantity: 1 },
    ]);
    await then.system('sap').hasExactly(1, 'salesOrders', named(reference));
    await system.pass(60_000);
    const order = await then.case('order', reference).toStand('fulfilled');
    await ends(retailer, weather);

    expect(order.groups.map(({ id, state }) => [id, state])).toEqual([
      ['BER-1', 'shipped'],
      ['LUMEN', 'shipped'],
    ]);
    await then.system('wms').hasExactly(1, 'shipments', startsWith('orderRef', reference));
    await then.system('dropship').hasExactly(1, 'purchaseOrders', startsWith('purchaseOrderNumber', reference));
    await then.system('sap').hasExactly(2, 'deliveries');
    await then.system('sap').hasExactly(2, 'billingDocuments');
    // Confirmed, and two parcels: one entry each, whatever was tried again.
    await then.system('salesforce').hasExactly(3, 'records', { type: 'Task', OrderReference__c: reference });
    await then.system('salesforce').hasExactly(1, 'records', { type: 'Order', CustomerStatus__c: 'shipped' });
    const [inShop] = await then.system('shopify').hasExactly(1, 'orders', { name: reference });
    expect(inShop?.fulfillments).toHaveLength(2);
    await then.exceptions(0);

    const look = new CasePage(page);
    await look.open('order', reference);
    await expect(look.facts()).toContainText('Fulfilled');
    await expect(look.line(/LAMP-OAK.*Shipped/)).toBeVisible();
  }),
);

inAnyWeather(
  'orders of the marketplace go through the same process, and it is told of the parcel',
  { ...FOUL, 'sp-api': CALLS },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, when, then, system } = retailer;
      await given.hurried(...PROCESS, 'marketplace-orders', 'milestones-to-marketplace');
      await when.marketplaceSells({ sku: 'MUG-BLUE', quantity: 2 }, { sku: 'LAMP-OAK', quantity: 1 });
      await begins(retailer, weather);
      await when.scheduleIsDue('marketplace-orders', 'tick');
      await then.system('sap').hasExactly(2, 'salesOrders');
      await system.pass(60_000);
      const sold = await then.system('sp-api').hasExactly(2, 'orders', { OrderStatus: 'Shipped' });
      await ends(retailer, weather);

      // Read once more, nothing is new.
      await when.scheduleIsDue('marketplace-orders', 'tick');
      const booked = await then.system('sap').hasExactly(2, 'salesOrders');
      const references = sold.map(({ AmazonOrderId }) => String(AmazonOrderId));
      expect(booked.map((one) => one.PurchaseOrderByCustomer).toSorted()).toEqual(references.toSorted());
      await then.system('wms').hasExactly(1, 'shipments');
      await then.system('dropship').hasExactly(1, 'purchaseOrders');
      await then.system('sap').hasExactly(2, 'billingDocuments');
      for (const { parcels } of sold) expect(Object.values(parcels as object)).toHaveLength(1);
      await then.exceptions(0);

      const look = new CasePage(page);
      await look.open('order', references[0] ?? '');
      await expect(look.facts()).toContainText('Fulfilled');
    }),
);

inAnyWeather(
  'each renewal that is paid is one order, and those that are declined are none',
  { ...FOUL, recharge: MESSAGES },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, then, system } = retailer;
      await given.hurried(...PROCESS, 'subscription-orders');
      await system('recharge').misbehaves({ decline: 1, ...weather.recharge });
      await system('recharge').does('due');
      await then.quiet();
      await then.system('sap').hasExactly(0, 'salesOrders');
      await begins(retailer, weather);
      await system('recharge').misbehaves(weather.recharge ?? {});
      await system('recharge').does('due');
      await then.system('sap').hasExactly(2, 'salesOrders');
      await system.pass(60_000);
      await ends(retailer, weather);

      const paid = await then.system('recharge').hasExactly(2, 'charges', { status: 'success' });
      const references = paid.map(({ id }) => `SUB-${id}`);
      for (const reference of references) {
        await then.case('order', reference).toStand('fulfilled');
        await then.system('sap').hasExactly(1, 'salesOrders', named(reference));
        await then.system('wms').hasExactly(1, 'shipments', startsWith('orderRef', reference));
      }
      await then.exceptions(0);

      const look = new CasePage(page);
      await look.open('order', references[0] ?? '');
      await expect(look.facts()).toContainText('Fulfilled');
    }),
);

inAnyWeather(
  'an order is collected in its shop, and one that nobody comes for is paid back',
  { ...FOUL, stripe: CALLS },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, when, then, system } = retailer;
      await given.hurried('click-and-collect');
      const payment = await given.paid(2_500);
      await begins(retailer, weather);
      const lines = [{ id: '1', sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2 }];
      const asked = { shop: 'BER-SHOP', placedAt: new Date().toISOString(), customer: { name: 'Jana Müller' }, lines };
      const place = (reference: string, more: object) =>
        when.webhook('orders/click-and-collect', { ...asked, reference, ...more });
      await place('C-1', {});
      await place('C-2', { paymentIntent: payment, holdMs: 1_000 });
      await then.system('wms').hasExactly(2, 'shipments', { warehouse: 'BER-SHOP' });
      await system.pass(10_000);
      await when.warehouseMoves('C-1/BER-SHOP', 'collect');
      await then.case('order', 'C-1').toStand('delivered');
      await then.case('order', 'C-2').toStand('cancelled');
      await ends(retailer, weather);

      await then.system('stripe').hasExactly(1, 'refunds', { amount: 2_500 });
      const [stock] = await then.system('wms').hasExactly(1, 'stock', { warehouse: 'BER-SHOP' });
      expect(stock).toMatchObject({ onHand: 998, allocated: 0 });
      await then.exceptions(0);

      const look = new CasePage(page);
      await look.open('order', 'C-2');
      await expect(look.story()).toContainText('Given up and refunded: it was not collected in time.');
    }),
);

inAnyWeather('points are those of what was kept', { ...FOUL, loyalty: CALLS }, (title, weather) =>
  test(title, async ({ page, retailer }) => {
    const { given, when, then, system } = retailer;
    await given.hurried(...PROCESS, 'loyalty-accrue', 'loyalty-reverse');
    await system('shopify').tells('shopify/orders-accepted');
    await begins(retailer, weather);
    const reference = await when.shopSells(
      [
        { sku: 'MUG-BLUE', quantity: 2, price: '12.50' },
        { sku: 'CAP-RED', quantity: 1, price: '7.99' },
      ],
      { email: 'ann@example.org', customer: { email: 'ann@example.org', first_name: 'Ann', last_name: 'Lee' } },
    );
    await then.system('sap').hasExactly(1, 'salesOrders', named(reference));
    await system.pass(60_000);
    await then.case('order', reference).toStand('fulfilled');
    const lines = [{ sku: 'CAP-RED', lineItem: 2, quantity: 1 }];
    const returned = { rma: 'RMA-1', amount: '7.99', currency: 'EUR', order: reference, lines };
    for (const told of ['first', 'again'])
      await test.step(told, () => when.event('return.refunded', 'RMA-1', returned, 'RMA-1#refunded'));
    await then.system('loyalty').hasExactly(1, 'events', { type: 'ADJUST_POINTS' });
    await ends(retailer, weather);

    await then.system('loyalty').hasExactly(1, 'events', { type: 'ACCUMULATE_POINTS' });
    await then.system('loyalty').hasExactly(1, 'members', { email: 'ann@example.org', balance: 24 });
    for (const flow of ['order-to-cash', 'loyalty-accrue', 'loyalty-reverse']) await then.exceptions(0, flow);

    const look = new CasePage(page);
    await look.open('order', reference);
    await expect(look.story()).toContainText('31 points for what was shipped.');
  }),
);

inAnyWeather(
  'what the ERP refuses is one ticket of its customer, solved when a person has seen to it',
  { ...FOUL, zendesk: CALLS },
  (title, weather) =>
    test(title, async ({ exceptions, page, retailer, run }) => {
      const { given, when, then, system } = retailer;
      await given.hurried(...PROCESS, 'service-case');
      await system('shopify').tells('shopify/orders-accepted');
      await begins(retailer, weather);
      await system('sap').isDown(422);
      const reference = await when.shopSells([{ sku: 'MUG-BLUE', quantity: 1 }]);
      await then.system('zendesk').hasExactly(1, 'tickets', { external_id: `order/${reference}`, status: 'new' });
      await then.system('sap').hasExactly(0, 'salesOrders');
      await system('sap').misbehaves(weather.sap ?? {});

      await exceptions.open('?flow=order-to-cash');
      await exceptions.row(reference).getByRole('link', { name: reference, exact: true }).click();
      await run.replayFromTheBeginning();
      await then.system('sap').hasExactly(1, 'salesOrders', named(reference));
      await system.pass(60_000);
      await then.case('order', reference).toStand('fulfilled');
      await ends(retailer, weather);
      await then.system('zendesk').hasExactly(1, 'tickets', { external_id: `order/${reference}`, status: 'solved' });
      await then.system('wms').hasExactly(1, 'shipments', startsWith('orderRef', reference));
      await then.exceptions(0);

      const look = new CasePage(page);
      await look.open('order', reference);
      await expect(look.story()).toContainText('The customer was told: ticket');
    }),
);
