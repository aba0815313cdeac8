import { Agent, request } from 'node:http';
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
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Seen> {
  const from = performance.now();
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const end = (more: Partial<Seen>) =>
      resolve({ headers: {}, body: Buffer.concat(pieces), ms: performance.now() - from, ...more });
    const sent = request(url, { method, headers, agent: new Agent({ keepAlive: false }) }, (answer) => {
      const said = { status: answer.statusCode ?? 0, headers: answer.headers };
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => end(said));
      answer.on('error', (error) => end({ ...said, error: error.message }));
    });
    sent.on('error', (error) => end({ error: error.message }));
    sent.end(body);
  });
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const ADDRESS = { address_line1: 'Am Hafen 1', country_code: 'DE' };

/** A call of each system that leaves something behind, as its clients make it. */
const WRITES: Readonly<Record<string, (entry: EstateEntry) => Promise<Seen>>> = {
  shopify: ({ baseUrl, credentials }) =>
    ask(`${baseUrl}/admin/api/2026-07/customers.json`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'x-shopify-access-token': credentials.accessToken ?? '' },
      body: JSON.stringify({ customer: { email: 'mia.koch@mail.example.com' } }),
    }),
  sap: async ({ baseUrl, credentials }) => {
    const service = `${baseUrl}/sap/opu/odata/sap/API_SALES_ORDER_SRV`;
    const authorization = basic(`${credentials.username}:${credentials.password}`);
    const token = await ask(`${service}/`, { headers: { authorization, 'x-csrf-token': 'Fetch' } });
    return ask(`${service}/A_SalesOrder`, {
      method: 'POST',
      headers: {
        ...{ ...JSON_TYPE, accept: 'application/json', authorization },
        'x-csrf-token': String(token.headers['x-csrf-token'] ?? ''),
        cookie: [token.headers['set-cookie'] ?? []].flat().join('; '),
      },
      body: JSON.stringify({
        ...{ SalesOrderType: 'OR', SalesOrganization: '1010', DistributionChannel: '10', OrganizationDivision: '00' },
        ...{ SoldToParty: '10100001', PurchaseOrderByCustomer: '#1001' },
        to_Item: { results: [{ Material: 'MUG-BLUE', RequestedQuantity: '1' }] },
      }),
    });
  },
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
  // Of these it is the sign-in that leaves something behind: a session.
  dropship: signIn,
  'business-central': signIn,
  'sp-api': (entry) =>
    signIn(entry, { grant_type: 'refresh_token', refresh_token: entry.credentials.refreshToken ?? '' }),
};

function signIn(
  { baseUrl, credentials }: EstateEntry,
  more: Record<string, string> = { grant_type: 'client_credentials' },
): Promise<Seen> {
  const { clientId = '', clientSecret = '', tokenUrl = '/auth/o2/token' } = credentials;
  const fields = { client_id: clientId, client_secret: clientSecret, ...more };
  return ask(new URL(tokenUrl, baseUrl).href, { method: 'POST', headers: FORM, body: form(fields) });
}

/** Undefined where no write is known here. */
export function write(entry: EstateEntry): Promise<Seen> | undefined {
  return WRITES[entry.system]?.(entry);
}

/** Lets a system send a webhook about something new; undefined where that takes more than a call or two. */
export async function trigger(entry: EstateEntry): Promise<Seen | undefined> {
  const tell = (path: string, body?: object) =>
    ask(`${entry.baseUrl}/_sim/${path}`, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });
  switch (entry.system) {
    case 'shopify':
      return tell('orders');
    case 'recharge':
      return tell('due');
    case 'stripe':
      return write(entry);
    case 'shipstation': {
      const label = JSON.parse((await write(entry))?.body.toString() ?? '{}') as { readonly tracking_number: string };
      return tell('tracking', { trackingNumber: label.tracking_number });
    }
    case 'easypost':
      trackers += 1;
      return ask(`${entry.baseUrl}/v2/trackers`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: basic(`${entry.credentials.apiKey}:`) },
        body: JSON.stringify({ tracker: { tracking_code: `EZ${trackers}` } }),
      });
    default:
      return undefined;
  }
}

let trackers = 0;

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}
