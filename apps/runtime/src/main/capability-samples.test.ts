import * as api from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rowsOfGoods, rowsOfServices } from './capability-rows.testing.ts';
import { type Asked, type CapabilityWorld, capabilityWorld, keeps } from './capability-samples.testing.ts';

/** The system flows behind the capabilities on the virtual estate: one caller each, and a binding that says who serves it (R32 to R34). */
let world: CapabilityWorld;
beforeAll(async () => {
  world = await capabilityWorld();
}, 60_000);
afterAll(() => world?.stop());

const ask = (capability: Asked, request: object) => world.ask(capability, request);
const bind = (name: Asked | 'create-sales-order', flow: string) => world.bind(name, flow);
const system = (name: string) => world.system(name);
async function order(reference: string, sku: string, quantity: number): Promise<JsonObject> {
  const example = findContract('order')?.example as JsonObject;
  const lines = [{ id: '1', sku, quantity, unitPrice: { amount: '12.50', currency: 'EUR' } }];
  const answer = await fetch(`${world.runtime.url}/hooks/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...example, reference, lines }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as JsonObject;
}

describe('validate-customer', () => {
  const amount = { amount: '50.00', currency: 'EUR' };

  it('says what speaks against an account, by both ERPs in the same words', async () => {
    const s4 = (customer: string) => ask('validate-customer', { reference: '#1', customer, amount });
    expect(await s4('10100001')).toEqual({ reference: '#1', valid: true, account: '10100001', reasons: [] });
    expect(await s4('10100099')).toMatchObject({ valid: false, reasons: [{ code: 'blocked' }] });
    expect(await s4('77')).toMatchObject({ valid: false, reasons: [{ code: 'unknown' }] });
    await bind('validate-customer', 'validate-customer-business-central');
    expect(await s4('10000')).toEqual({ reference: '#1', valid: true, account: '10000', reasons: [] });
    expect(await s4('10050')).toMatchObject({ valid: false, reasons: [{ code: 'credit-limit' }] });
    expect(await ask('validate-customer', { reference: '#1', email: 'blocked@example.com' })).toMatchObject({
      ...{ valid: false, account: '10099' },
      reasons: [{ code: 'blocked' }],
    });
  });
});

describe('find-customer', () => {
  it('knows a contact of the CRM by mail or number, and says when several fit', async () => {
    const crm = await system('salesforce');
    const put = async (fields: object) =>
      (await (await crm.control('POST', 'records', { object: 'Contact', fields })).json()) as JsonObject;
    const known = { FirstName: 'Jana', LastName: "O'Neill", Email: 'jana@example.com', Phone: '+49 30 1' };
    await put(known);
    const found = await ask('find-customer', { email: 'jana@example.com' });
    expect(found).toMatchObject({ found: true, customer: { firstName: 'Jana', lastName: "O'Neill" } });
    expect(found.customer).not.toHaveProperty('status');
    const { id } = found.customer as { readonly id: string };
    expect(await ask('find-customer', { customer: id })).toEqual(found);
    expect(await ask('find-customer', { phone: "' OR Id != '" })).toEqual({ found: false });
    await put({ ...known, FirstName: 'Jan' });
    expect(await ask('find-customer', { phone: '+49 30 1' })).toMatchObject({ code: 'customer-ambiguous' });
  });
});

describe('query-availability', () => {
  it('is answered by the warehouse, and by the stock of the ERP after one binding', async () => {
    const wms = await system('wms');
    await wms.control('PUT', 'stock', { warehouse: 'BER-1', sku: 'MUG-BLUE', onHand: 7 });
    const query = { sku: 'MUG-BLUE', locations: ['BER-1'] };
    expect(await ask('query-availability', query)).toMatchObject({
      ...{ sku: 'MUG-BLUE', available: 7 },
      locations: [{ location: 'BER-1', available: 7 }],
    });
    expect(await ask('query-availability', { sku: 'NOBODY-HAS' })).toMatchObject({ code: 'product-unknown' });
    await bind('query-availability', 'availability-s4hana');
    expect(await ask('query-availability', query)).toMatchObject({
      ...{ sku: 'MUG-BLUE', available: 420 },
      locations: [{ location: 'BER-1', available: 420 }],
    });
    expect(await ask('query-availability', { sku: 'NOBODY-HAS' })).toMatchObject({ code: 'product-unknown' });
  });
});

describe('sync-product', () => {
  const product = {
    ...{ sku: 'VASE-SAND', name: 'Vase, sand', status: 'active', kind: 'single', gtin: '4006381333931' },
    price: { amount: '24.00', currency: 'EUR' },
    weight: { value: 1.2, unit: 'kg' },
    attributes: [{ name: 'colour', value: 'sand' }],
  };

  it.each([
    ['sync-product-s4hana', 's4hana', ['price', 'attributes.colour']],
    ['sync-product-business-central', 'business-central', ['weight', 'attributes.colour']],
  ])('%s makes a product, changes it, and leaves it when nothing is new', async (flow, name, unmapped) => {
    await bind('sync-product', flow);
    expect(await ask('sync-product', product)).toMatchObject({ status: 'created', system: name, unmapped });
    expect(await ask('sync-product', product)).toMatchObject({ status: 'unchanged' });
    expect(await ask('sync-product', { ...product, name: 'Vase, light sand' })).toMatchObject({ status: 'updated' });
    expect(await ask('sync-product', { ...product, name: 'Vase, light sand' })).toMatchObject({ status: 'unchanged' });
    const long = { ...product, sku: 'A'.repeat(41) };
    expect(await ask('sync-product', long)).toMatchObject({ code: 'product-refused' });
  });
});

describe('an order that was delivered', () => {
  it.each(['s4hana', 'business-central'])('is delivered and billed in parts by %s, each once', async (name) => {
    await bind('create-sales-order', `sales-order-${name}`);
    const reference = `#P-${name}`;
    await order(reference, 'MUG-BLUE', 3);
    const part = (parcel: number, quantity = 1) => ({
      ...{ reference: `${reference}/${parcel}`, orderReference: reference, system: name },
      lines: [{ sku: 'MUG-BLUE', quantity }],
    });
    const first = await ask('create-delivery', part(1));
    expect(first).toMatchObject({ system: name, status: 'created', issued: true });
    // Asked for at once, as two parcels that leave together are.
    const [again, second] = await Promise.all([1, 2].map((parcel) => ask('create-delivery', part(parcel))));
    expect(again).toEqual({ ...first, status: 'exists' });
    expect(second).toMatchObject({ status: 'created' });
    expect(second?.number).not.toBe(first.number);
    const refused = await ask('create-delivery', part(3, 2));
    expect(refused).toMatchObject({ code: 'delivery-refused' });
    expect(await ask('create-delivery', { ...part(4), orderReference: '#nobody' })).toMatchObject({
      code: 'order-unknown',
    });
    const bill = { reference: `${reference}/2`, orderReference: reference, system: name, delivery: second?.number };
    const billed = await ask('create-invoice', bill);
    expect(billed).toMatchObject({ lines: [{ sku: 'MUG-BLUE', quantity: 1 }], identifiers: [{ system: name }] });
    expect((await ask('create-invoice', bill)).number).toBe(billed.number);
    expect((await ask('create-invoice', { ...bill, delivery: first.number })).number).not.toBe(billed.number);
  });

  it.each(['s4hana', 'business-central'])('is invoiced once by %s, for the sum that was said', async (name) => {
    await bind('create-sales-order', `sales-order-${name}`);
    await bind('create-invoice', `create-invoice-${name}`);
    const reference = `#I-${name}`;
    await order(reference, 'MUG-BLUE', 2);
    const group = { fulfilmentGroup: 'BER-1' };
    const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
    const delivered = { reference: `${reference}/BER-1`, orderReference: reference, lines };
    if (name === 's4hana') await ask('create-delivery', delivered);
    const asked = { reference: `${reference}-1`, orderReference: reference, ...(name === 's4hana' && group) };
    const total = await sumOf(reference, name);
    const wrong = { ...asked, total: { amount: '1.00', currency: 'EUR' } };
    expect(await ask('create-invoice', wrong)).toMatchObject({ code: 'total-differs' });
    const first = await ask('create-invoice', { ...asked, total: { amount: total, currency: 'EUR' } });
    expect(first).toMatchObject({
      ...{ kind: 'invoice', status: 'posted', orderReference: reference, total: { amount: total, currency: 'EUR' } },
      lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
    });
    expect((await ask('create-invoice', asked)).number).toBe(first.number);
    expect(await ask('create-invoice', { ...asked, orderReference: '#nobody' })).toMatchObject({
      code: 'order-unknown',
    });
  });

  it('has a delivery that takes news of its shipment, and no older news', async () => {
    await bind('create-sales-order', 'sales-order-s4hana');
    await bind('update-shipment', 'update-shipment-s4hana');
    await order('#S-1', 'MUG-BLUE', 1);
    await delivered('#S-1', 'BER-1');
    const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
    const news = { id: 'SHP-1', orderReference: '#S-1', fulfilmentGroup: 'BER-1', trackingNumber: 'T-1', lines };
    const told = (status: string, at: string) => ask('update-shipment', { ...news, status, events: [{ status, at }] });
    expect(await told('in-transit', '2026-11-20T10:00:00Z')).toMatchObject({ accepted: true, status: 'in-transit' });
    expect(await told('packed', '2026-11-19T10:00:00Z')).toMatchObject({ accepted: false, status: 'in-transit' });
    expect(await told('delivered', '2026-11-21T10:00:00Z')).toMatchObject({ accepted: true, status: 'delivered' });
    expect(await told('in-transit', '2026-11-20T10:00:00Z')).toMatchObject({ accepted: false, status: 'delivered' });
    const { deliveries = [] } = await (await system('sap')).state();
    expect(deliveries.find((each) => each.DeliveryDocumentBySupplier === '#S-1/BER-1')).toMatchObject({
      ...{ OverallGoodsMovementStatus: 'C', BillOfLading: 'T-1' },
      ProofOfDeliveryDate: `/Date(${Date.parse('2026-11-21')})/`,
    });
    await bind('update-shipment', 'update-shipment-salesforce');
    expect(await told('in-transit', '2026-11-20T10:00:00Z')).toMatchObject({ accepted: true, system: 'salesforce' });
    expect(await told('packed', '2026-11-19T10:00:00Z')).toMatchObject({ accepted: false, status: 'in-transit' });
  });

  it('may come back, once and not beyond what was sold', async () => {
    const asked = {
      ...{ rma: 'RMA-1', orderReference: '#S-1', status: 'requested', requestedAt: '2026-11-24T10:00:00Z' },
      lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
    };
    const first = await ask('authorise-return', asked);
    expect(first).toMatchObject({ rma: 'RMA-1', decision: 'authorised', system: 's4hana' });
    expect(await ask('authorise-return', asked)).toEqual(first);
    const more = { ...asked, rma: 'RMA-2', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] };
    expect(await ask('authorise-return', more)).toMatchObject({ decision: 'refused' });
    expect(await ask('authorise-return', { ...asked, rma: 'RMA-3', orderReference: '#0' })).toMatchObject({
      code: 'order-unknown',
    });
  });
});

describe('the capability APIs (R33)', () => {
  const [APP, PARTNER] = ['demo-mobile-app', 'demo-partner'];
  const call = async (method: string, path: string, { key = APP, body }: { key?: string; body?: object } = {}) => {
    const headers = { 'content-type': 'application/json', ...(key !== '' && { 'x-api-key': key }) };
    const url = `${world.runtime.url}/hooks/api/${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: (await answer.json()) as JsonObject,
    };
  };

  it('answer each channel by its key what it may see, and nobody else', async () => {
    await bind('query-availability', 'availability-wms');
    await (await system('wms')).control('PUT', 'stock', { warehouse: 'BER-1', sku: 'MUG-BLUE', onHand: 7 });
    const asked = 'availability?sku=MUG-BLUE&locations=BER-1&locations=DUB-1&quantity=1';
    const app = await call('GET', asked);
    expect([app.status, keeps('availability', app.body)]).toEqual([200, []]);
    expect(app.body).toMatchObject({ sku: 'MUG-BLUE', locations: expect.any(Array) });
    const partner = await call('GET', asked, { key: PARTNER });
    expect(partner).toMatchObject({ status: 200, body: { available: app.body.available } });
    expect(Object.keys(partner.body).toSorted()).toEqual(['asOf', 'available', 'sku']);
    expect(await call('GET', asked, { key: '' })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await call('GET', 'availability')).toMatchObject({ status: 400, body: { code: 'contract-broken' } });
    expect(await call('POST', 'availability', { body: {} })).toMatchObject({ status: 405 });
  });

  it('refuse in the words of the catalogue, as problems', async () => {
    const json = 'application/problem+json';
    const unknown = await call('GET', 'availability?sku=NOBODY-HAS');
    const title = 'The system has no such article.';
    expect(unknown).toMatchObject({ status: 404, type: json, body: { code: 'product-unknown', status: 404, title } });
    const partner = await call('GET', 'availability?sku=NOBODY-HAS', { key: PARTNER });
    expect(partner.body).toEqual(unknown.body);
    expect(await call('GET', 'customers?email=nobody@example.com')).toMatchObject({
      status: 200,
      body: { found: false },
    });
    const invoice = { reference: '#0-1', orderReference: '#0' };
    expect(await call('POST', 'invoices', { body: invoice })).toMatchObject({
      status: 404,
      body: { code: 'order-unknown' },
    });
    const other = { ...invoice, salesOrder: '1' };
    expect(await call('POST', 'invoices', { body: other })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-mismatch' },
    });
    const news = { ...(findContract('shipment')?.example as JsonObject), orderReference: '#0' };
    await bind('update-shipment', 'update-shipment-s4hana');
    expect(await call('POST', 'shipments', { body: news })).toMatchObject({
      status: 404,
      body: { code: 'shipment-unknown' },
    });
  });

  it('are described, each by its method', async () => {
    const { paths } = (await (await fetch(`${world.runtime.url}/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
    };
    const described = ['orders', 'customers', 'availability', 'shipments', 'invoices'].map((name) => {
      const operations = paths[`/hooks/api/${name}`] ?? {};
      return [name, ...Object.entries(operations).flatMap(([method, { security }]) => [method, security])];
    });
    const key = [{ channelKey: [] }];
    expect(described).toEqual([
      ['orders', 'post', undefined],
      ['customers', 'get', key],
      ['availability', 'get', key],
      ['shipments', 'post', key],
      ['invoices', 'post', key],
    ]);
    const parameters = paths['/hooks/api/availability']?.get?.parameters;
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'sku', in: 'query', required: true }));
  });
});

/** A delivery of an order is there whose goods have not left. */
async function delivered(reference: string, group: string): Promise<void> {
  const { salesOrders = [] } = await (await system('sap')).state();
  const sold = salesOrders.find((each) => each.PurchaseOrderByCustomer === reference) as JsonObject;
  const { results } = sold.to_Item as { results: readonly JsonObject[] };
  const lines = results.map(({ Material, RequestedQuantity }) => ({
    sku: Material,
    quantity: Number(RequestedQuantity),
  }));
  const answer = await fetch(`${world.runtime.url}/hooks/delivers-only`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ salesOrder: sold.SalesOrder, reference: `${reference}/${group}`, lines }),
  });
  expect(answer.status).toBe(200);
}

/** What the order comes to in its books. */
async function sumOf(reference: string, name: string): Promise<string> {
  if (name === 'business-central') return '25.00';
  const { salesOrders = [] } = await (await system('sap')).state();
  const sold = salesOrders.find((each) => each.PurchaseOrderByCustomer === reference);
  return Number(sold?.TotalNetAmount).toFixed(2);
}

// How a demo binds them: these rows change no binding.
rowsOfGoods(() => world);
rowsOfServices(() => world);

describe('the price check of a channel (R23, R28)', () => {
  const check = async (kind: string, amount: string, sku = 'MUG-BLUE') => {
    const answer = await fetch(`${world.runtime.url}/hooks/api/price-checks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ promotion: 'P-1', kind, sku, price: { amount, currency: 'EUR' } }),
    });
    return { status: answer.status, body: (await answer.json()) as JsonObject };
  };
  const violations = async () => {
    const found = await world.call(api.listExceptions, { query: { flow: 'price-check', category: 'business' } });
    return found.ok ? found.value.exceptions.map(({ code, reason }) => `${code}: ${reason}`) : [];
  };

  it('answers at once; what is not allowed is an exception with its reason, what is allowed is none', async () => {
    expect(await check('promotion', '10.00')).toMatchObject({
      status: 200,
      body: { allowed: true, violations: [], limits: { lowest: { amount: '9.00', currency: 'EUR' } } },
    });
    expect(await check('coupon', '10.00')).toMatchObject({ status: 200, body: { allowed: true } });
    expect(await check('promotion', '8.99')).toMatchObject({
      status: 200,
      body: { allowed: false, violations: [{ code: 'below-limit' }] },
    });
    expect(await check('promotion', '8.00', 'NOTHING')).toMatchObject({ status: 422, body: { allowed: false } });
    await vi.waitFor(async () => expect(await violations()).toHaveLength(2), { timeout: 10_000 });
    expect(await violations()).toContainEqual(
      'price-violation: Promotion P-1, MUG-BLUE: 8.99 EUR is below 9.00 EUR, the lowest price allowed for "promotion".',
    );
  });

  it('follows the newest version of its table, and the prices of the books, without being published again', async () => {
    expect(await check('coupon', '9.50')).toMatchObject({ body: { violations: [{ code: 'discount-too-deep' }] } });
    const cells = { kind: 'coupon', discount: '50', below: '0' };
    const table = await world.call(api.publishTable, {
      params: { name: 'price-rules' },
      body: { basedOn: 1, changes: { put: [{ cells }], remove: [] }, note: 'Coupons may give half' },
    });
    expect(table).toMatchObject({ ok: true });
    expect(await check('coupon', '9.50')).toMatchObject({ body: { allowed: true, rule: { discount: 50 } } });
    const sap = await system('sap');
    const price = {
      ConditionRecord: '5001',
      ConditionValidityStartDate: '2026-01-01',
      ConditionValidityEndDate: '9999-12-31',
    };
    const record = {
      ...{ ...price, Material: 'MUG-BLUE' },
      to_SlsPrcgConditionRecord: [{ ...price, ConditionRateValue: '12.50', ConditionLowerLimit: '11.00' }],
    };
    await sap.control('PUT', 'master', { set: 'A_SlsPrcgCndnRecdValidity', record });
    expect(await check('coupon', '9.50')).toMatchObject({ body: { violations: [{ code: 'below-limit' }] } });
    const versions = await world.call(api.listVersions, { params: { flowId: 'price-check' } });
    expect(versions.ok && versions.value.versions).toHaveLength(1);
  });
});
