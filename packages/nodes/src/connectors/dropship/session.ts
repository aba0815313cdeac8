import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

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

/**
 * A token of an hour, by client credentials.
 *
 * @throws RefusedToken when there is none; StepError when no answer arrives
 * @see RFC 6749, 4.4
 */
export async function fetchToken({
  connection: { baseUrl, settings },
  http,
}: {
  readonly connection: ResolvedConnection;
  readonly http: (request: HttpRequest) => Promise<HttpResponse>;
}): Promise<string> {
  const { clientId = '', clientSecret = '' } = settings;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await http({
    method: 'POST',
    url: joinUrl(baseUrl, '/auth/o2/token'),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: Object.entries(form)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  });
  const token = textAt(readJson(answer.text), 'access_token');
  if (answer.status !== 200 || token === undefined) throw new RefusedToken(answer);
  return token;
}
