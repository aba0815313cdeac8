import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { httpAuthHeaders } from './auth.ts';
import type { ConnectionType } from './connection-type.ts';

/** Any HTTP system, and what signs the webhooks that have no connector of their own. */
export const httpConnection: ConnectionType = {
  system: 'http',
  label: 'HTTP',
  icon: 'globe',
  description: 'Any system with an HTTP interface. Fill in the credentials it asks for; the rest may stay empty.',
  baseUrlPlaceholder: 'https://api.example.com',
  // Nothing is known of its limits; the wait a 429 asks for is kept all the same.
  limits: { breaker: DEFAULT_BREAKER, drainPerSecond: 50 },
  fields: [
    {
      name: 'token',
      label: 'Bearer token',
      secret: true,
      description: 'With a refresh token below it is got, and kept, by itself.',
    },
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
    { name: 'apiKeyHeader', label: 'API key header', placeholder: 'X-Api-Key' },
    { name: 'apiKey', label: 'API key', secret: true },
    {
      name: 'tokenUrl',
      label: 'OAuth token endpoint',
      placeholder: 'https://login.example.com/oauth2/token',
      description:
        'Where the refresh token is exchanged, once for all processes whenever the bearer token is no longer taken.',
    },
    { name: 'clientId', label: 'OAuth client id' },
    { name: 'clientSecret', label: 'OAuth client secret', secret: true },
    { name: 'refreshToken', label: 'OAuth refresh token', secret: true },
    {
      name: 'webhookSecret',
      label: 'Webhook secret',
      secret: true,
      description: 'Signs the messages this system sends us. Two secrets on two lines are both valid.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status } = await http({ method: 'GET', url: connection.baseUrl, headers: httpAuthHeaders(connection) });
    if (status === 401 || status === 403)
      return { ok: false, message: `The credentials are not accepted (${status}).` };
    if (status >= 500) return { ok: false, message: `The system answers, but with an error (${status}).` };
    return { ok: true, message: `The system answers (${status}).` };
  },
};
