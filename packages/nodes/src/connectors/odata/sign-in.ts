import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { httpAuthHeaders } from '../kit/auth.ts';
import { readJson, textAt } from '../kit/read-json.ts';

/** The token endpoint said no. */
export class RefusedToken extends Error {
  readonly reason: string;
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    const reason = textAt(readJson(response.text), 'error') ?? 'no reason given';
    super(reason);
    this.name = 'RefusedToken';
    this.reason = reason;
    this.response = response;
  }
}

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

/**
 * @throws RefusedToken when there is none; StepError when no answer arrives
 * @see RFC 6749, 4.4 (client credentials)
 */
export async function fetchToken({ settings }: ResolvedConnection, http: Http): Promise<string> {
  const { tokenUrl = '', clientId = '', clientSecret = '', scope = '' } = settings;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope };
  const answer = await http({
    method: 'POST',
    url: tokenUrl,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: Object.entries(form)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  });
  const token = textAt(readJson(answer.text), 'access_token');
  if (answer.status !== 200 || token === undefined) throw new RefusedToken(answer);
  return token;
}
