import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { basicAuth } from '../kit/auth.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { odataOffers } from '../odata/offers.ts';

/** Where the sales order service lives below the system's address. */
export const SALES_ORDER_SERVICE = '/sap/opu/odata/sap/API_SALES_ORDER_SRV';

export const CUSTOMER_RETURN_SERVICE = '/sap/opu/odata/sap/API_CUSTOMER_RETURN_SRV';
export const CREDIT_MEMO_SERVICE = '/sap/opu/odata/sap/API_CREDIT_MEMO_REQUEST_SRV';

/** An S/4HANA system, by a communication user (Basic authentication). */
export const sapConnection: ConnectionType = {
  system: 'sap-s4hana',
  label: 'SAP S/4HANA',
  icon: 'building-2',
  description: 'An S/4HANA system through its OData services, with a communication user.',
  baseUrlPlaceholder: 'https://my300000-api.s4hana.cloud.sap',
  // A productive S/4HANA gives an integration user few dialog processes; more calls at a time only queue there.
  limits: {
    rate: { perSecond: 50, burst: 100, adaptive: true },
    concurrency: 20,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 20,
  },
  fields: [
    { name: 'username', label: 'Communication user', required: true },
    { name: 'password', label: 'Password', secret: true, required: true },
    { name: 'client', label: 'Client', placeholder: '100', description: 'Empty: the default client of the system.' },
  ],
  // The system itself is no service: a step names one.
  offers: async (ctx, below) => (below === '' ? {} : odataOffers(ctx, below)),
  test: async ({ connection, http }) => {
    const { username = '', password = '', client } = connection.settings;
    const { status } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, `${SALES_ORDER_SERVICE}/`),
      headers: {
        accept: 'application/json',
        authorization: basicAuth(username, password),
        ...(client && { 'sap-client': client }),
      },
    });
    if (status === 200) return { ok: true, message: 'The system answers and accepts the user.' };
    if (status === 401) return { ok: false, message: 'The system does not accept the user or the password (401).' };
    if (status === 403) return { ok: false, message: 'The user may not use the sales order service (403).' };
    if (status === 404) return { ok: false, message: 'The sales order service is not active at this address (404).' };
    return { ok: false, message: `The system answers, but not as expected (${status}).` };
  },
};
