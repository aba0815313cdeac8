import type { HttpRequest, HttpResponse } from '@lockstep/schema/node';
import { readJson, textAt } from './read-json.ts';

/** The token endpoint said no. */
export class RefusedToken extends Error {
  readonly status: number;
  readonly reason: string;
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    const reason = textAt(readJson(response.text), 'error') ?? 'no reason given';
    super(reason);
    this.name = 'RefusedToken';
    this.status = response.status;
    this.reason = reason;
    this.response = response;
  }
}

export interface ClientCredentials {
  /** Absolute. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Empty: none is asked for. */
  readonly scope: string;
}

/**
 * A token for the application itself.
 *
 * @throws RefusedToken when there is none; StepError when no answer arrives
 * @see RFC 6749, 4.4 (client credentials)
 */
export async function fetchClientToken(
  { tokenUrl, clientId, clientSecret, scope }: ClientCredentials,
  http: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<string> {
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
