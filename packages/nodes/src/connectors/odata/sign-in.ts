import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { httpAuthHeaders } from '../kit/auth.ts';
import { fetchClientToken } from '../kit/client-credentials.ts';

type Http = (request: HttpRequest) => Promise<HttpResponse>;

export function hasClientCredentials({ settings }: ResolvedConnection): boolean {
  return Boolean(settings.tokenUrl && settings.clientId);
}

/** What every request carries, with a token fetched anew where the connection signs in by client credentials. */
export async function authHeaders(
  connection: ResolvedConnection,
  http: Http,
): Promise<Readonly<Record<string, string>>> {
  return hasClientCredentials(connection)
    ? { ...plainHeaders(connection), authorization: `Bearer ${await fetchToken(connection, http)}` }
    : plainHeaders(connection);
}

/** User and password or API key, and the client of an SAP system. */
export function plainHeaders(connection: ResolvedConnection): Readonly<Record<string, string>> {
  const { client } = connection.settings;
  return { ...httpAuthHeaders(connection), ...(client && { 'sap-client': client }) };
}

/** @throws RefusedToken when there is none; StepError when no answer arrives */
export function fetchToken({ settings }: ResolvedConnection, http: Http): Promise<string> {
  const { tokenUrl = '', clientId = '', clientSecret = '', scope = '' } = settings;
  return fetchClientToken({ tokenUrl, clientId, clientSecret, scope }, http);
}
