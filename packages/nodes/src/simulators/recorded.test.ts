import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { avataxWorld } from '../connectors/avatax/simulator/world.testing.ts';
import { bcWorld } from '../connectors/business-central/simulator/world.testing.ts';
import { DROPSHIP_CREDENTIALS } from '../connectors/dropship/simulator/dropship-simulator.ts';
import { supplierWorld } from '../connectors/dropship/simulator/world.testing.ts';
import { easypostWorld } from '../connectors/easypost/simulator/world.testing.ts';
import { SALESFORCE_CREDENTIALS } from '../connectors/salesforce/simulator/salesforce-simulator.ts';
import { SALESFORCE_NOW, salesforceWorld } from '../connectors/salesforce/simulator/world.testing.ts';
import { ORDER, sapClient } from '../connectors/sap/simulator/sap-client.testing.ts';
import { SHOPIFY_CREDENTIALS } from '../connectors/shopify/simulator/shopify-simulator.ts';
import { shopifyWorld } from '../connectors/shopify/simulator/world.testing.ts';
import { SP_API_CREDENTIALS } from '../connectors/sp-api/simulator/sp-api-simulator.ts';
import { spApiWorld } from '../connectors/sp-api/simulator/world.testing.ts';
import { HELD, stripeWorld } from '../connectors/stripe/simulator/world.testing.ts';
import { recorded } from './kit/fixtures.ts';
import { shapeOf, unlike } from './kit/shape.testing.ts';

type Answer = { readonly status: number; readonly body: unknown };
type Json = Record<string, unknown>;

/** One request, put to the simulator, beside what the real system was recorded to answer. */
interface Case {
  /** Below the folder of recorded exchanges. */
  readonly file: string;
  /** The recorded body within the file. */
  pick(file: never): unknown;
  readonly status: number;
  ask(): Promise<Answer>;
  /** Paths that are right all the same, each with its reason. */
  readonly apart?: Readonly<Record<string, string>>;
  /** What our connectors read: the simulator must answer it. */
  readonly read?: readonly string[];
}

const body = (file: { response: { body: unknown } }) => file.response.body;
const first = (file: { exchanges: readonly { response: { body: unknown } }[] }) => file.exchanges[0]?.response.body;
const whole = (file: unknown) => file;
const answer = (file: { response: unknown }) => file.response;
const NOT_MINE = 'the fixture shows an account without it';

async function get(url: string, headers: Record<string, string>, method = 'GET', sent?: object): Promise<Answer> {
  const reply = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(sent && { body: JSON.stringify(sent) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function shopifyCall(path: (order: number) => string, method = 'GET', sent?: object): Promise<Answer> {
  const { shop, place } = await shopifyWorld({ messiness: 0 });
  // A drawn one, with all that a shop writes down.
  const { id } = await place({ note: 'x' });
  const url = `${shop.baseUrl}/admin/api/2026-07/${path(id)}`;
  return get(url, { 'x-shopify-access-token': SHOPIFY_CREDENTIALS.accessToken }, method, sent);
}

async function marketCall(path: (order: string) => string): Promise<Answer> {
  const { sim, place, pass } = await spApiWorld({ youngestMs: 0 });
  const [order = ''] = await place();
  pass(60_000);
  const { clientId, clientSecret, refreshToken } = SP_API_CREDENTIALS;
  const form = new URLSearchParams({
    ...{ grant_type: 'refresh_token', refresh_token: refreshToken },
    ...{ client_id: clientId, client_secret: clientSecret },
  });
  const signed = await fetch(`${sim.baseUrl}/auth/o2/token`, { method: 'POST', body: form });
  const { access_token } = (await signed.json()) as { access_token: string };
  return get(`${sim.baseUrl}/orders/v0/orders${path(order)}`, { 'x-amz-access-token': access_token });
}

async function supplierCall(path: string): Promise<Answer> {
  const { sim } = await supplierWorld();
  const { clientId, clientSecret } = DROPSHIP_CREDENTIALS;
  const form = new URLSearchParams({
    ...{ grant_type: 'client_credentials' },
    ...{ client_id: clientId, client_secret: clientSecret },
  });
  const signed = await fetch(`${sim.baseUrl}/auth/o2/token`, { method: 'POST', body: form });
  const { access_token } = (await signed.json()) as { access_token: string };
  return get(`${sim.baseUrl}/vendor/directFulfillment/orders/v1/purchaseOrders${path}`, {
    'x-amz-access-token': access_token,
  });
}

async function signInToSalesforce(sub: string = SALESFORCE_CREDENTIALS.username) {
  const { sim, put } = await salesforceWorld();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: SALESFORCE_CREDENTIALS.clientId, sub, aud: 'https://login.salesforce.com' };
  const unsigned = `${part({ alg: 'RS256' })}.${part({ ...claims, exp: SALESFORCE_NOW / 1000 + 120 })}`;
  const key = createPrivateKey(SALESFORCE_CREDENTIALS.privateKey);
  const assertion = `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')}`;
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const reply = await fetch(`${sim.baseUrl}/services/oauth2/token`, { method: 'POST', body: form });
  const said = { status: reply.status, body: (await reply.json()) as Json };
  const call = (path: string, method = 'GET', sent?: object) =>
    get(
      `${sim.baseUrl}/services/data/v68.0${path}`,
      { authorization: `Bearer ${said.body.access_token}` },
      method,
      sent,
    );
  return { said, call, put };
}

const SHIPMENT = {
  shipment: { reference: 'S-1', to_address: { country: 'US' }, from_address: {}, parcel: { weight: 15.4 } },
};
const SALE = {
  ...{ type: 'SalesInvoice', companyCode: 'DEFAULT', code: '1001', date: '2017-04-12', customerCode: 'ABC' },
  addresses: { singleLocation: { line1: '123 Main Street', region: 'CA', country: 'US', postalCode: '92615' } },
  lines: [{ number: '1', quantity: 1, amount: 100, taxCode: 'PS081282', itemCode: 'Y0001', description: 'Yarn' }],
  ...{ commit: true, currencyCode: 'USD' },
};

const CASES: Readonly<Record<string, Case>> = {
  'Shopify: an order': {
    file: 'shopify/rest-2026-07/order/04.json',
    pick: body,
    status: 200,
    ask: () => shopifyCall((id) => `orders/${id}.json`),
    read: ['.order.id', '.order.name', '.order.line_items[].sku', '.order.line_items[].current_quantity'],
  },
  'Shopify: orders': {
    file: 'shopify/rest-2026-07/order/01.json',
    pick: body,
    status: 200,
    ask: () => shopifyCall(() => 'orders.json'),
  },
  'Shopify: how many orders': {
    file: 'shopify/rest-2026-07/order/05.json',
    pick: body,
    status: 200,
    ask: () => shopifyCall(() => 'orders/count.json'),
  },
  'Shopify: a shop': {
    file: 'shopify/rest-2026-07/shop/01.json',
    pick: body,
    status: 200,
    ask: () => shopifyCall(() => 'shop.json'),
  },
  'Shopify: a customer': {
    file: 'shopify/rest-2026-07/customer/07.json',
    pick: body,
    status: 201,
    ask: () =>
      shopifyCall(() => 'customers.json', 'POST', {
        customer: { email: 'mia.koch@mail.example.com', first_name: 'Mia' },
      }),
    read: ['.customer.id', '.customer.email', '.customer.updated_at'],
  },
  'S/4HANA: a sales order': {
    file: 'sap-s4hana/A_SalesOrder_1_expand_to_Item.response.json',
    pick: whole,
    status: 200,
    ask: async () => {
      const sap = await sapClient();
      try {
        await sap.create(ORDER);
        const reply = await sap.send('GET', "A_SalesOrder('1')?$expand=to_Item");
        return { status: reply.status, body: await reply.json() };
      } finally {
        await sap.close();
      }
    },
    apart: { '.d.to_Item.results[].to_PricingElement': 'recorded in 2016; the metadata of today has it' },
    read: ['.d.SalesOrder', '.d.PurchaseOrderByCustomer', '.d.__metadata.etag'],
  },
  'Business Central: a sales order': {
    file: 'dynamics365-bc/api-v2/salesorder.create.json',
    pick: first,
    status: 201,
    ask: async () => {
      const { call } = await bcWorld();
      await call('POST', 'customers', { displayName: 'Adatum Corporation', number: '10000' });
      return call('POST', 'salesOrders', { customerNumber: '10000', externalDocumentNumber: 'SHOP-1001' });
    },
    apart: {
      '.@odata.context': 'of every OData answer, which the page leaves out',
      '.@odata.etag': 'of every OData answer, which the page leaves out',
    },
    read: ['.id', '.number', '.externalDocumentNumber', '.@odata.etag'],
  },
  'Business Central: an item': {
    file: 'dynamics365-bc/api-v2/item.get.json',
    pick: first,
    status: 201,
    ask: async () => (await bcWorld()).call('POST', 'items', { displayName: 'ATHENS Desk' }),
    apart: {
      '.@odata.context': 'of every OData answer, which the page leaves out',
      '.@odata.etag': 'of every OData answer, which the page leaves out',
    },
  },
  'Business Central: a customer': {
    file: 'dynamics365-bc/api-v2/customer.get.json',
    pick: first,
    status: 201,
    ask: async () => (await bcWorld()).call('POST', 'customers', { displayName: 'Adatum Corporation' }),
    apart: {
      '.@odata.context': 'of every OData answer, which the page leaves out',
      '.@odata.etag': 'of every OData answer, which the page leaves out',
      '.creditLimit': 'in the reference of the entity, not in the example of this page',
      '.balanceDue': 'in the reference of the entity, not in the example of this page',
    },
  },
  'Salesforce: a sign-in': {
    file: 'salesforce/rest/auth_success_response.json',
    pick: whole,
    status: 200,
    ask: async () => (await signInToSalesforce()).said,
    apart: { '.token_type': 'of the JWT flow; recorded was the one by password', '.scope': 'of the JWT flow as well' },
    read: ['.access_token', '.instance_url'],
  },
  'Salesforce: a sign-in refused': {
    file: 'salesforce/rest/auth_error_response.json',
    pick: whole,
    status: 400,
    ask: async () => (await signInToSalesforce('nobody')).said,
  },
  'Salesforce: a record made': {
    file: 'salesforce/rest/upsert_created_success_response.json',
    pick: whole,
    status: 201,
    ask: async () => {
      const { call } = await signInToSalesforce();
      return call('/sobjects/Order/ShopId__c/1', 'PATCH', { Status: 'Draft' });
    },
    apart: { '.created': 'since API 46; recorded was version 23' },
    read: ['.id'],
  },
  'Salesforce: a query': {
    file: 'salesforce/rest/query_paginated_last_page_response.json',
    pick: whole,
    status: 200,
    ask: async () => {
      const { call, put } = await signInToSalesforce();
      await put('Account', { Name: 'A' });
      return call(`/query?q=${encodeURIComponent('SELECT Id, Name FROM Account')}`);
    },
    apart: { '.records[].Id': NOT_MINE, '.records[].Name': NOT_MINE },
    read: ['.done', '.records', '.totalSize'],
  },
  'Salesforce: a record that is not there': {
    file: 'salesforce/rest/sobject_find_error_response.json',
    pick: whole,
    status: 404,
    ask: async () => (await signInToSalesforce()).call('/sobjects/Account/001'),
    read: ['[].errorCode', '[].message'],
  },
  'EasyPost: a shipment': {
    file: 'easypost/responses/shipments-create.json',
    pick: whole,
    status: 201,
    ask: async () => (await easypostWorld()).call('POST', '/v2/shipments', SHIPMENT),
    read: ['.id', '.rates[].id', '.rates[].rate', '.rates[].carrier', '.reference'],
  },
  'EasyPost: a label': {
    file: 'easypost/responses/shipments-buy.json',
    pick: whole,
    status: 200,
    ask: async () => {
      const { call } = await easypostWorld();
      const made = (await call('POST', '/v2/shipments', SHIPMENT)).body as unknown as {
        id: string;
        rates: { id: string }[];
      };
      return call('POST', `/v2/shipments/${made.id}/buy`, { rate: { id: made.rates[0]?.id } });
    },
    apart: {
      '.tracker.finalized': 'of trackers since, as trackers-create.json shows',
      '.tracker.is_return': 'of trackers since, as trackers-create.json shows',
    },
    read: ['.tracking_code', '.postage_label.label_url'],
  },
  'EasyPost: a tracker': {
    file: 'easypost/responses/trackers-create.json',
    pick: whole,
    status: 200,
    ask: async () =>
      (await easypostWorld()).call('POST', '/v2/trackers', { tracker: { tracking_code: 'EZ1000000001' } }),
    apart: { '.fees': 'as trackers-retrieve.json shows' },
    read: ['.id', '.status', '.tracking_code'],
  },
  'EasyPost: something is missing': {
    file: 'easypost/http/Error-Service.pulls-out-error-properties-of-an-API-error.json',
    pick: first,
    status: 422,
    ask: async () => (await easypostWorld()).call('POST', '/v2/shipments', {}),
    read: ['.error.code', '.error.message', '.error.errors[].field'],
  },
  'Stripe: a payment': {
    file: 'stripe/fixtures3.json',
    pick: ({ resources }: { resources: Json }) => resources.payment_intent,
    status: 200,
    ask: async () => (await stripeWorld()).call('/v1/payment_intents', HELD),
    read: ['.id', '.status', '.amount', '.latest_charge'],
  },
  'Stripe: a refund': {
    file: 'stripe/fixtures3.json',
    pick: ({ resources }: { resources: Json }) => resources.refund,
    status: 200,
    ask: async () => {
      const { call } = await stripeWorld();
      const { body: paid } = await call('/v1/payment_intents', { ...HELD, capture_method: 'automatic' });
      return call('/v1/refunds', { payment_intent: paid.id });
    },
    read: ['.id', '.status', '.amount'],
  },
  'Amazon: an order': {
    file: 'amazon-sp-api/orders-v0/getOrder.200.1.json',
    pick: answer,
    status: 200,
    ask: () => marketCall((id) => `/${id}`),
    read: ['.payload.AmazonOrderId', '.payload.OrderStatus', '.payload.LastUpdateDate'],
  },
  'Amazon: items of an order': {
    file: 'amazon-sp-api/orders-v0/getOrderItems.200.1.json',
    pick: answer,
    status: 200,
    ask: () => marketCall((id) => `/${id}/orderItems`),
    read: ['.payload.OrderItems[].SellerSKU', '.payload.OrderItems[].QuantityOrdered'],
  },
  'Amazon: orders that are asked for wrongly': {
    file: 'amazon-sp-api/orders-v0/getOrders.400.1.json',
    pick: answer,
    status: 400,
    ask: () => marketCall(() => '?MarketplaceIds=A1'),
    apart: { '.errors[].details': 'optional in the model of an error' },
    read: ['.errors[].code', '.errors[].message'],
  },
  'Drop-ship: an order that is not there': {
    file: 'dropship-amazon-vdf/orders-v1/getOrder.400.1.json',
    pick: answer,
    status: 404,
    ask: () => supplierCall('/nothing'),
    read: ['.errors[].code', '.errors[].message'],
  },
  'AvaTax: a recorded sale': {
    file: 'avatax/transaction_response.json',
    pick: whole,
    status: 201,
    ask: async () => {
      const { sim, connection } = await avataxWorld();
      const { accountId, licenseKey } = connection.settings;
      const authorization = `Basic ${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}`;
      return get(`${sim.baseUrl}/api/v2/transactions/create`, { authorization }, 'POST', SALE);
    },
    read: ['.code', '.status', '.totalTax', '.lines[].lineNumber', '.lines[].tax'],
  },
};

const isHere = recorded('stripe/fixtures3.json') !== undefined;

describe.skipIf(!isHere)('has the shape of the recorded answer (skipped where ../shared is absent)', () => {
  it.each(Object.entries(CASES))('%s', async (_, known) => {
    const real = known.pick(recorded(known.file) as never);
    expect(real).toBeDefined();
    const ours = await known.ask();
    expect(ours.status).toBe(known.status);
    expect(unlike(ours.body, real, known.apart)).toEqual([]);
    const answered = shapeOf(ours.body);
    expect((known.read ?? []).filter((path) => !answered.has(path))).toEqual([]);
  });
});

it('tells a field too many, a wrong kind, and takes what was recorded empty for unknown', () => {
  const real = { id: 1, lines: [{ sku: 'A', price: '1.00' }], tags: [], note: null };
  expect(unlike({ id: 2, lines: [{ sku: 'B' }], tags: [{ name: 'x' }], note: { text: 'x' } }, real)).toEqual([]);
  expect(unlike({ id: '2', lines: [{ sku: 'B', price: 1 }, null], more: { deep: 1 } }, real)).toEqual([
    '.id is text, recorded as number',
    '.lines[].price is number, recorded as text',
    '.more is not in the recorded answer',
    '.more.deep is not in the recorded answer',
  ]);
  expect(unlike({ more: { deep: 1 } }, real, { '.more': 'newer' })).toEqual([]);
});
