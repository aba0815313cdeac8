import { SALES_ORDERS } from './documents/services.ts';
import { SAP_CREDENTIALS, type SapSettings, sapSimulator } from './sap-simulator.ts';
import { SERVICES_PATH } from './service.ts';

/** A caller of the simulator as a careful OData v2 client is one: signed in, JSON, token and cookies kept. */
export async function sapClient(settings: SapSettings = {}) {
  const simulator = await sapSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  const service = `${simulator.baseUrl}${SERVICES_PATH}/${SALES_ORDERS.name}`;
  const { username, password } = { ...SAP_CREDENTIALS, ...settings };
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  };
  const send = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    fetch(`${service}/${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const fetchToken = async (): Promise<Record<string, string>> => {
    const answer = await send('HEAD', '', undefined, { 'x-csrf-token': 'Fetch' });
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    return { 'x-csrf-token': answer.headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') };
  };
  return {
    ...simulator,
    service,
    headers,
    send,
    fetchToken,
    json: async (path: string): Promise<unknown> => (await send('GET', path)).json(),
    create: async (order: unknown) => send('POST', 'A_SalesOrder', order, await fetchToken()),
    state: async (): Promise<unknown> => (await fetch(simulator.stateUrl)).json(),
    control: (method: string, path: string, body?: unknown) =>
      fetch(`${simulator.baseUrl}/_sim/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

export const ORDER = {
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: 'SHOP-1001',
  to_Item: {
    results: [
      {
        Material: 'TG11',
        RequestedQuantity: '3',
        RequestedQuantityUnit: 'PC',
        to_PricingElement: { results: [{ ConditionType: 'PPR0', ConditionRateValue: '17.55' }] },
      },
    ],
  },
} as const;
