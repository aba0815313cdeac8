import type { JsonObject } from '@lockstep/schema/run';
import { begins, ends, expect, inAnyWeather, test } from './business.ts';

/** Calls refused, answers lost, messages twice and out of order, and nothing at once. */
const CALLS = { status: 503, rate: 0.2, commitThenDrop: 0.2, latencyMs: 20 };
const MESSAGES = { duplicate: 0.5, reorder: 0.3 };
const EMAIL = 'jana@example.com';

const change = (version: number, more: object = {}): JsonObject => ({
  ...{ sku: 'MUG-BLUE', location: 'BER-1', available: 100 - version, onHand: 100, version },
  asOf: new Date(Date.UTC(2026, 10, 26, 8, version)).toISOString(),
  ...more,
});

inAnyWeather(
  'stock that is counted is what the query, the shop and the marketplace say',
  { shopify: { ...CALLS, throttled: 0.2 }, 'sp-api': CALLS, analytics: CALLS },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, when, then } = retailer;
      await given.hurried('stock-for-shop', 'stock-for-marketplace', 'analytics-outbox', 'analytics-counts');
      await begins(retailer, weather);
      // Out of order and twice, as the warehouse tells them.
      for (const version of [2, 1, 3, 3, 5, 4, 2]) await when.webhook('wms/stock-changes', change(version));
      await when.webhook('wms/stock-changes', change(1, { location: 'DUB-1', available: 7 }));
      const inShop = { sku: 'MUG-BLUE', locationId: 655_441_493, available: 93 };
      await then.system('shopify').hasExactly(1, 'inventoryLevels', inShop);
      await then.system('sp-api').hasExactly(1, 'listings', { sku: 'MUG-BLUE', quantity: 102 });
      await ends(retailer, weather);

      const asked = await when.asks('stock/query', { sku: 'MUG-BLUE', location: 'BER-1' });
      expect(asked).toMatchObject({ status: 200, body: { available: 95, asOf: change(5).asOf } });
      await then.exceptions(0);

      await page.goto('/topics/inventory.changed');
      await expect(page.getByTestId('reader-row:stock-for-shop')).toContainText('Up to date');
    }),
);

inAnyWeather(
  'analytics counts what our topics have, each event once',
  { analytics: { ...CALLS, busy: 0.1 } },
  (title, weather) =>
    test(title, async ({ page, retailer, run }) => {
      const { given, when, then } = retailer;
      await given.hurried('analytics-outbox', 'analytics-counts');
      await begins(retailer, weather);
      for (let version = 1; version <= 12; version += 1) {
        for (const told of [version, version])
          await when.event('inventory.changed', 'MUG-BLUE@BER-1', change(told), `count-${told}`);
      }
      await then.system('analytics').hasExactly(12, 'events', { type: 'inventory.changed' });
      await ends(retailer, weather);

      const until = new Date(Date.now() + 1_000).toISOString();
      const compared = await when.started('analytics-counts', { until }, 'now');
      await then.run(compared).toEnd('done');
      await then.exceptions(0);

      await page.goto(`/runs/${compared.runId}`);
      await run.expectSteps({ compare: 'succeeded', fine: 'succeeded' });
    }),
);

inAnyWeather(
  'a customer edited in the shop and in the CRM at once is one golden record, and is told to the CRM by consent only',
  { shopify: { ...CALLS, ...MESSAGES }, salesforce: CALLS, 'business-central': CALLS },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, when, then } = retailer;
      await given.hurried('customer-to-shop', 'customer-to-crm', 'customer-to-erp');
      await begins(retailer, weather);
      const id = await when.customerIsEditedInShop({
        ...{ email: EMAIL, phone: '+49301111111', first_name: 'Jana', last_name: 'Muller', tags: 'profiling' },
      });
      await when.customerIsEditedInShop({ email: 'kim@example.com', first_name: 'Kim', last_name: 'Doe' });
      await then.system('salesforce').hasExactly(1, 'records', { type: 'Contact', Email: EMAIL });
      await then.system('business-central').hasExactly(1, 'records', { entity: 'customers', email: EMAIL });

      await Promise.all([
        when.customerIsEditedInCrm(EMAIL, { LastName: 'Müller' }),
        when.customerIsEditedInShop({ id, phone: '+49302222222' }),
      ]);
      await when.crmReports(2);
      const one = { FirstName: 'Jana', LastName: 'Müller', Phone: '+49302222222' };
      await then.system('salesforce').hasExactly(1, 'records', { type: 'Contact', Email: EMAIL, ...one });
      await then
        .system('shopify')
        .hasExactly(1, 'customers', { email: EMAIL, last_name: 'Müller', phone: '+49302222222' });
      await then.system('business-central').hasExactly(1, 'records', {
        entity: 'customers',
        email: EMAIL,
        displayName: 'Jana Müller',
        phoneNumber: '+49302222222',
      });
      await then.system('salesforce').hasExactly(1, 'records', { type: 'Contact' });
      await then
        .system('business-central')
        .hasExactly(
          2,
          'records',
          ({ entity, email }) => entity === 'customers' && [EMAIL, 'kim@example.com'].includes(String(email)),
        );
      await ends(retailer, weather);
      await then.exceptions(0);

      await page.goto('/customers?search=kim@example.com');
      await page
        .getByRole('link', { name: /Kim Doe/ })
        .first()
        .click();
      await expect(page.getByText(/profiling/).first()).toBeVisible();
    }),
);

inAnyWeather(
  'an article that is changed in the ERP is the same in every channel, and what nobody mapped is reported',
  { 'business-central': { ...CALLS, ...MESSAGES }, shopify: CALLS, 'sp-api': CALLS, wms: CALLS },
  (title, weather) =>
    test(title, async ({ page, retailer }) => {
      const { given, when, then } = retailer;
      await given.hurried('products-from-erp', 'product-to-shop', 'product-to-marketplace', 'product-to-warehouse');
      await begins(retailer, weather);
      const fields = { displayName: 'Mug, deep blue', unitPrice: 13.5, colour: 'blue', finish: 'matt' };
      await when.erpRecordIsEdited('items', ({ number }) => number === 'MUG-BLUE', fields);
      await then.system('shopify').hasExactly(1, 'products', { title: 'Mug, deep blue' });
      await then.system('sp-api').hasExactly(1, 'catalogue', { sku: 'MUG-BLUE' });
      await then.system('wms').hasExactly(1, 'products', { sku: 'MUG-BLUE', name: 'Mug, deep blue' });
      await ends(retailer, weather);
      const [inShop] = await then.system('shopify').hasExactly(1, 'products');
      expect(inShop).toMatchObject({ variant: { sku: 'MUG-BLUE', price: '13.50' } });

      await page.goto('/tables/unmapped');
      await expect(page.getByTestId('unmapped-row:finish')).toHaveCount(3);
    }),
);

inAnyWeather(
  'the nightly file of the stores is told row by row, once, and its bad rows go to a person',
  { sftp: { commitThenDrop: 0.2, cutSession: 0.1 } },
  (title, weather) =>
    test(title, async ({ exceptions, retailer }) => {
      const { given, when, then, system } = retailer;
      await given.hurried('store-stock-file');
      await begins(retailer, weather);
      const rows = [
        'Filiale;Artikelnr;Bezeichnung;Bestand;Reserviert;Stand',
        'Koeln-1;00042;"Becher; blau";12,0;2,0;27.11.2026 02:15',
        'Bremen-2;00042;Becher;5,0;;gestern',
        'Summe;;;17,0;;',
      ];
      const content = rows.join('\r\n');
      await system('sftp').has('files', { path: '/stores/out/stock.csv', content });
      await then.system('sftp').hasExactly(1, 'files', ({ path }) => String(path).startsWith('/stores/archive/'));
      await expect
        .poll(async () => (await when.asks('stock/query', { sku: '00042', location: 'Koeln-1' })).body)
        .toMatchObject({ available: 10 });
      // The same file once more, as a batch job that was started twice writes it.
      await system('sftp').has('files', { path: '/stores/out/stock-again.csv', content });
      await then.system('sftp').hasExactly(2, 'files', ({ path }) => String(path).startsWith('/stores/archive/'));
      await ends(retailer, weather);
      await then.quiet();
      await then.exceptions(1, 'file-rows-left');

      await exceptions.open('?flow=file-rows-left');
      await expect(exceptions.row('stock.csv')).toBeVisible();
    }),
);

inAnyWeather(
  'a promotion is answered by the limits of the books, and what is too low goes to a person',
  { sap: CALLS },
  (title, weather) =>
    test(title, async ({ exceptions, retailer }) => {
      const { given, when, then } = retailer;
      await given.hurried('price-check');
      await begins(retailer, weather);
      const check = (amount: string) => ({
        ...{ promotion: `P-${amount}`, kind: 'promotion', sku: 'MUG-BLUE' },
        price: { amount, currency: 'EUR' },
      });
      expect(await when.asks('api/price-checks', check('11.90'))).toMatchObject({
        status: 200,
        body: { allowed: true },
      });
      const low = await when.asks('api/price-checks', check('1.00'));
      expect(low).toMatchObject({ status: 200, body: { allowed: false } });
      await ends(retailer, weather);
      await then.quiet();
      await then.exceptions(1, 'price-check');

      await exceptions.open('?flow=price-check');
      await expect(exceptions.row('P-1.00/MUG-BLUE')).toContainText('below the list price');
    }),
);

inAnyWeather(
  'a checkout has its tax in time, as an estimate that somebody looks at where the service is silent',
  { avatax: { latencyMs: 60_000 } },
  (title, weather) =>
    test(title, async ({ page, retailer, runs }) => {
      const { when, then, system } = retailer;
      const shipTo = {
        street: ['100 Market St'],
        city: 'San Francisco',
        region: 'CA',
        postalCode: '94105',
        country: 'US',
      };
      const lines = [{ id: '1', sku: 'MUG-BLUE', quantity: 2, amount: '100.00' }];
      const basket = (name: string) => ({ basket: name, customer: 'C-1', currency: 'USD', shipTo, lines });
      const known = await when.asks('checkout/tax', basket('B-1'));
      expect(known).toMatchObject({ status: 200, body: { estimated: false } });
      await begins(retailer, weather);
      const asked = await when.asks('checkout/tax', basket('B-2'));
      const isSilent = weather.avatax !== undefined;
      expect(asked).toMatchObject({ status: 200, body: { estimated: isSilent, tax: (known.body as JsonObject).tax } });
      await ends(retailer, weather);
      await then.quiet();
      await then.exceptions(0);
      // A quote leaves nothing behind: what is recorded is recorded when the goods leave.
      expect(await system('avatax').rows('transactions')).toEqual([]);

      await runs.open('?flow=tax-at-checkout&search=B-2');
      await expect(runs.rows()).toHaveCount(1);
      await page.goto('/topics/tax.review');
      await expect(page.getByRole('table', { name: 'Events' }).getByRole('row')).toHaveCount(isSilent ? 2 : 0);
    }),
);
