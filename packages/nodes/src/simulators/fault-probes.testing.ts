import { createSign } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { EstateEntry } from './estate.ts';

/** What came of one request: an answer, or why there is none. */
export interface Seen {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came over the wire. */
  readonly body: Buffer;
  readonly error?: string;
  readonly ms: number;
}

/** A request as raw as Node makes one: nothing is unpacked, no connection is used twice. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    authority,
  }: {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    /** PEM of whom to trust, of an address with TLS. */
    authority?: string | undefined;
  } = {},
): Promise<Seen> {
  const from = performance.now();
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const end = (more: Partial<Seen>) =>
      resolve({ headers: {}, body: Buffer.concat(pieces), ms: performance.now() - from, ...more });
    const listener = (answer: IncomingMessage) => {
      const said = { status: answer.statusCode ?? 0, headers: answer.headers };
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => end(said));
      answer.on('error', (error) => end({ ...said, error: error.message }));
    };
    const sent = url.startsWith('https:')
      ? secureRequest(url, { method, headers, agent: new SecureAgent({ keepAlive: false, ca: authority }) }, listener)
      : request(url, { method, headers, agent: new Agent({ keepAlive: false }) }, listener);
    sent.on('error', (error) => end({ error: error.message }));
    sent.end(body);
  });
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const ADDRESS = { address_line1: 'Am Hafen 1', country_code: 'DE' };

/** A call of each system that leaves something behind, as its clients make it. */
const WRITES: Readonly<Record<string, (entry: EstateEntry, now: number) => Promise<Seen>>> = {
  shopify: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/admin/api/2026-07/customers.json`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'x-shopify-access-token': credentials.accessToken ?? '' },
      body: JSON.stringify({ customer: { email: 'mia.koch@mail.example.com' } }),
    }),
  sap: (entry) =>
    postToSap(entry, 'API_SALES_ORDER_SRV/A_SalesOrder', { SalesOrderType: 'OR', PurchaseOrderByCustomer: '#1001' }),
  wms: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/v1/allocations`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'x-api-key': credentials.apiKey ?? '' },
      body: JSON.stringify({ orderRef: '#1001', warehouse: 'BER-1', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] }),
    }),
  stripe: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/v1/payment_intents`, {
      method: 'POST',
      headers: { ...FORM, authorization: `Bearer ${credentials.secretKey}` },
      body: form({ amount: '1999', currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa' }),
    }),
  shipstation: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/v2/labels`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'api-key': credentials.apiKey ?? '' },
      body: JSON.stringify({
        shipment: {
          ...{ external_shipment_id: 'S-1', carrier_id: 'se-1', service_code: 'ups_ground' },
          ...{ ship_to: ADDRESS, ship_from: ADDRESS, packages: [{ weight: { value: 400, unit: 'gram' } }] },
        },
      }),
    }),
  avatax: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/api/v2/transactions/create`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: basic(`${credentials.accountId}:${credentials.licenseKey}`) },
      body: JSON.stringify({
        ...{ type: 'SalesInvoice', companyCode: 'DEFAULT', code: '1001', date: '2026-11-01', customerCode: 'C-1' },
        addresses: { singleLocation: { line1: '123 Main Street', region: 'CA', postalCode: '92615', country: 'US' } },
        lines: [{ number: '1', quantity: 1, amount: 50 }],
      }),
    }),
  easypost: ({ baseUrl, credentials }) => {
    things += 1;
    return ask(`${baseUrl}/v2/trackers`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: basic(`${credentials.apiKey}:`) },
      body: JSON.stringify({ tracker: { tracking_code: `EZ${things}` } }),
    });
  },
  loyalty: async ({ baseUrl, credentials }) => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${credentials.accessToken}` };
    const post = (path: string, body: object) =>
      ask(`${baseUrl}/v2/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('customers/search', { query: { filter: { email_address: { exact: 'mia.koch@mail.example.com' } } } });
    const found = JSON.parse((await post('loyalty/accounts/search', {})).body.toString()) as {
      readonly loyalty_accounts: readonly { readonly id: string }[];
    };
    things += 1;
    return post(`loyalty/accounts/${found.loyalty_accounts[0]?.id}/accumulate`, {
      accumulate_points: { points: 1 },
      location_id: credentials.locationId,
      idempotency_key: `k${things}`,
    });
  },
  recharge: async ({ baseUrl, credentials }) => {
    const headers = { ...JSON_TYPE, 'x-recharge-access-token': credentials.accessToken ?? '' };
    const queued = JSON.parse((await ask(`${baseUrl}/charges?status=queued`, { headers })).body.toString()) as {
      readonly charges: readonly { readonly id: number }[];
    };
    return ask(`${baseUrl}/charges/${queued.charges[0]?.id}/skip`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ purchase_item_ids: [1] }) },
    });
  },
  analytics: ({ baseUrl, credentials }) => {
    things += 1;
    return ask(`${baseUrl}/retail-events/_bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `ApiKey ${credentials.apiKey}` },
      body: `{"create":{"_id":"e${things}"}}\n{"@timestamp":"2026-11-01T00:00:00Z","type":"order"}\n`,
    });
  },
  zendesk: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/api/v2/tickets.json`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: basic(`${credentials.email}/token:${credentials.apiToken}`) },
      body: JSON.stringify({ ticket: { subject: 'Order #1001', comment: { body: 'It is late.' } } }),
    }),
  // Of these it is the sign-in that leaves something behind: a session.
  salesforce: ({ baseUrl, credentials }, now) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { clientId: iss, username: sub, privateKey = '' } = credentials;
    const exp = now / 1_000 + 60;
    const unsigned = `${part({ alg: 'RS256' })}.${part({ iss, sub, aud: 'https://login.salesforce.com', exp })}`;
    const signature = createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url');
    return ask(`${baseUrl}/services/oauth2/token`, {
      method: 'POST',
      headers: FORM,
      body: form({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${unsigned}.${signature}`,
      }),
    });
  },
  dropship: (entry) => signIn(entry),
  'business-central': (entry) => signIn(entry),
  'sp-api': (entry) =>
    signIn(entry, { grant_type: 'refresh_token', refresh_token: entry.credentials.refreshToken ?? '' }),
};

async function postToSap({ baseUrl, credentials }: EstateEntry, path: string, fields: object): Promise<Seen> {
  const address = `${baseUrl}/sap/opu/odata/sap/${path}`;
  const authorization = basic(`${credentials.username}:${credentials.password}`);
  const token = await ask(`${address.slice(0, address.lastIndexOf('/'))}/`, {
    headers: { authorization, 'x-csrf-token': 'Fetch' },
  });
  return ask(address, {
    method: 'POST',
    headers: {
      ...{ ...JSON_TYPE, accept: 'application/json', authorization },
      'x-csrf-token': String(token.headers['x-csrf-token'] ?? ''),
      cookie: [token.headers['set-cookie'] ?? []].flat().join('; '),
    },
    body: JSON.stringify({
      ...{ SalesOrganization: '1010', DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: '10100001' },
      ...fields,
      to_Item: { results: [{ Material: 'MUG-BLUE', RequestedQuantity: '1' }] },
    }),
  });
}

function signIn(
  { baseUrl, credentials }: EstateEntry,
  more: Record<string, string> = { grant_type: 'client_credentials' },
): Promise<Seen> {
  const { clientId = '', clientSecret = '', tokenUrl = '/auth/o2/token' } = credentials;
  const fields = { client_id: clientId, client_secret: clientSecret, ...more };
  return ask(new URL(tokenUrl, baseUrl).href, { method: 'POST', headers: FORM, body: form(fields) });
}

/** Undefined where no write is known here. @param now what the clock of the estate says */
export function write(entry: EstateEntry, now = Date.now()): Promise<Seen> | undefined {
  return WRITES[entry.system]?.(entry, now);
}

/** Lets a system send a webhook about something new; undefined where that takes more than a call or two. */
export async function trigger(entry: EstateEntry): Promise<Seen | undefined> {
  const tell = (path: string, body?: object) =>
    ask(`${entry.baseUrl}/_sim/${path}`, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });
  switch (entry.system) {
    case 'shopify':
      return tell('orders');
    case 'sap': {
      things += 1;
      const reference = `#${things}`;
      const fields = { CustomerReturnType: 'CBAR', PurchaseOrderByCustomer: reference };
      const made = await postToSap(entry, 'API_CUSTOMER_RETURN_SRV/A_CustomerReturn', fields);
      return made.status === 201 ? tell('goods-receipts', { reference }) : made;
    }
    case 'recharge':
      // A charge that was skipped says nothing, and makes room for the next one.
      await tell('due');
      return tell('due');
    case 'stripe':
      return write(entry);
    case 'shipstation': {
      const label = JSON.parse((await write(entry))?.body.toString() ?? '{}') as { readonly tracking_number: string };
      return tell('tracking', { trackingNumber: label.tracking_number });
    }
    case 'easypost':
      return write(entry);
    case 'wms': {
      things += 1;
      const orderRef = `#${things}`;
      const made = await ask(`${entry.baseUrl}/v1/shipments`, {
        method: 'POST',
        headers: { ...JSON_TYPE, 'x-api-key': entry.credentials.apiKey ?? '' },
        // A customer collects only when told to: nothing moves by itself behind the packing.
        body: JSON.stringify({ orderRef, warehouse: 'BER-1', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] }),
      });
      if (made.status !== 201) return made;
      return tell('moves', { orderRef, move: 'pick' });
    }
    case 'business-central': {
      things += 1;
      const known = JSON.parse((await ask(entry.stateUrl)).body.toString()) as {
        readonly records: readonly { readonly entity: string; readonly id: string }[];
      };
      const id = known.records.find(({ entity }) => entity === 'customers')?.id;
      const fields = { phoneNumber: `+49${things}` };
      return ask(`${entry.baseUrl}/_sim/record`, {
        method: 'PATCH',
        body: JSON.stringify({ entity: 'customers', id, fields }),
      });
    }
    case 'dropship': {
      things += 1;
      const { access_token: token } = JSON.parse((await signIn(entry)).body.toString()) as { access_token: string };
      const item = {
        ...{ itemSequenceNumber: '1', vendorProductIdentifier: 'MUG-BLUE' },
        orderedQuantity: { amount: 1, unitOfMeasure: 'EACH' },
        netPrice: { amount: '10.00', currencyCode: 'EUR' },
      };
      const orderDetails = {
        ...{ customerOrderNumber: `#${things}`, orderDate: '2026-11-01T00:00:00Z', orderStatus: 'NEW' },
        shipmentDetails: { isPriorityShipment: false, isPslipRequired: true },
        sellingParty: { partyId: entry.credentials.partyId ?? '' },
        shipToParty: { name: 'Mia Koch', ...{ addressLine1: 'Am Hafen 1', city: 'Berlin', countryCode: 'DE' } },
        items: [item],
      };
      return ask(`${entry.baseUrl}/vendor/directFulfillment/orders/v1/purchaseOrders`, {
        method: 'POST',
        headers: { ...JSON_TYPE, 'x-amz-access-token': token },
        body: JSON.stringify({ orders: [{ purchaseOrderNumber: `PO-${things}`, orderDetails }] }),
      });
    }
    default:
      return undefined;
  }
}

/** Lets the warehouse tell a new stock level, to who hears of stock. */
export function triggerStock({ baseUrl }: EstateEntry): Promise<Seen> {
  things += 1;
  const body = JSON.stringify({ warehouse: 'BER-1', sku: 'LAMP', onHand: things });
  return ask(`${baseUrl}/_sim/stock`, { method: 'PUT', body });
}

/** Lets a system write something down that bears a time. @param now what the clock of the estate says */
export async function writeDown(entry: EstateEntry, now: number): Promise<Seen | undefined> {
  const make = (path: string, body: object) =>
    ask(`${entry.baseUrl}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  switch (entry.system) {
    case 'salesforce':
      return make('records', { object: 'Account', fields: { Name: 'Mia Koch' } });
    case 'sp-api':
      return make('orders', { count: 1 });
    case 'recharge':
    case 'wms':
    case 'dropship':
    case 'business-central':
      return trigger(entry);
    default:
      return write(entry, now);
  }
}

/** Makes names that nothing else has. */
let things = 0;

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}
