import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { RefusedToken } from '../kit/client-credentials.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { fetchToken } from './session.ts';

/** Below the address of the environment. */
export const API = '/api/v2.0';

/** A Business Central environment, by an application of Entra ID (client credentials). */
export const businessCentralConnection: ConnectionType = {
  system: 'business-central',
  label: 'Business Central',
  icon: 'briefcase-business',
  description: 'A company in Dynamics 365 Business Central, by an application of Entra ID.',
  baseUrlPlaceholder: 'https://api.businesscentral.dynamics.com/v2.0/{tenant}/Production',
  // 6,000 calls in five minutes and five at a time for each user: learn.microsoft.com, "Operational limits", API requests
  limits: {
    rate: { perSecond: 20, burst: 100, adaptive: true },
    concurrency: 5,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 10,
  },
  fields: [
    { name: 'clientId', label: 'Application id', required: true },
    { name: 'clientSecret', label: 'Client secret', secret: true, required: true },
    { name: 'company', label: 'Company id', required: true, placeholder: 'b18aed47-c385-49d2-b954-dbdf8ad71780' },
    {
      name: 'tokenUrl',
      label: 'Token endpoint',
      placeholder: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
      description: 'Empty: that of the tenant in the address.',
    },
    {
      name: 'webhookSecret',
      label: 'Client state of subscriptions',
      secret: true,
      description: 'Each notification carries it: made up by you, long, and known to nobody else.',
    },
  ],
  test: async ({ connection, http }) => {
    try {
      const token = await fetchToken({ connection, http });
      const { status } = await http({
        method: 'GET',
        url: joinUrl(connection.baseUrl, `${API}/companies(${connection.settings.company ?? ''})`),
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      });
      if (status === 200) return { ok: true, message: 'The company is there and lets the application in.' };
      if (status === 404) return { ok: false, message: 'There is no such company in this environment (404).' };
      if (status === 401 || status === 403) {
        return { ok: false, message: `The environment does not accept the application (${status}).` };
      }
      return { ok: false, message: `The environment answers, but not as expected (${status}).` };
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      const { status, reason } = error;
      if (status >= 500) return { ok: false, message: `Entra ID answers, but not as expected (${status}).` };
      return { ok: false, message: `Entra ID does not accept the application: ${reason} (${status}).` };
    }
  },
};
