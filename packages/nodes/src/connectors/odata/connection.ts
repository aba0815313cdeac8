import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { RefusedToken } from '../kit/client-credentials.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { odataOffers } from './offers.ts';
import { readEdmx } from './read-edmx.ts';
import { authHeaders } from './sign-in.ts';

/** Any OData service, v2 or v4: SAP Gateway, Dynamics 365 Finance & Operations, Dataverse and others. It says itself what it has. */
export const odataConnection: ConnectionType = {
  system: 'odata',
  label: 'OData',
  icon: 'braces',
  description: 'Any OData service, v2 or v4. What it has is read from the service itself.',
  baseUrlPlaceholder: 'https://my300000-api.s4hana.cloud.sap/sap/opu/odata/sap/API_BUSINESS_PARTNER',
  // Nothing is known of its limits; the wait a 429 asks for is kept all the same.
  limits: { breaker: DEFAULT_BREAKER, drainPerSecond: 20 },
  fields: [
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
    { name: 'client', label: 'SAP client', placeholder: '100', description: 'Empty: the default client.' },
    { name: 'apiKeyHeader', label: 'API key header', placeholder: 'APIKey' },
    { name: 'apiKey', label: 'API key', secret: true },
    {
      name: 'tokenUrl',
      label: 'OAuth token endpoint',
      placeholder: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
      description: 'With client credentials the bearer token is got by itself.',
    },
    { name: 'clientId', label: 'OAuth client id' },
    { name: 'clientSecret', label: 'OAuth client secret', secret: true },
    { name: 'scope', label: 'OAuth scope', placeholder: 'https://env.operations.dynamics.com/.default' },
  ],
  offers: odataOffers,
  test: async ({ connection, http }) => {
    try {
      const headers = await authHeaders(connection, http);
      const base = connection.baseUrl.replace(/\/+$/, '');
      const { status, text } = await http({ method: 'GET', url: `${base}/$metadata`, headers });
      if (status === 401 || status === 403) {
        return { ok: false, message: `The service does not accept the credentials (${status}).` };
      }
      if (status !== 200) return { ok: false, message: `The service gives no $metadata at this address (${status}).` };
      const model = readEdmx(text);
      if (typeof model === 'string') return { ok: false, message: `This is no OData service: ${model}.` };
      const names = [...model.sets.keys()].slice(0, 5).join(', ');
      return { ok: true, message: `OData ${model.version} with ${model.sets.size} entity sets: ${names} …` };
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      return { ok: false, message: `The token endpoint refuses: ${error.reason} (${error.response.status}).` };
    }
  },
};
