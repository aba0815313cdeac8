import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { readJson, textAt } from '../kit/read-json.ts';
import { isAbsolute, joinUrl } from '../kit/url.ts';

/** Where tokens come from. @see developer-docs.amazon.com/sp-api, "Connect to the Selling Partner API" */
const LOGIN = 'https://api.amazon.com/auth/o2/token';

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

export interface TokenParts {
  readonly connection: ResolvedConnection;
  /** Epoch milliseconds. */
  readonly now: number;
  http(request: HttpRequest): Promise<HttpResponse>;
}

/** An access token for the refresh token of the connection; it lasts an hour, and the refresh token stays. @throws RefusedToken */
export async function fetchAccessToken({ connection, http }: TokenParts): Promise<string> {
  const { clientId = '', clientSecret = '', refreshToken = '', tokenUrl } = connection.settings;
  const login = tokenUrl || LOGIN;
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
  };
  const answer = await http({
    method: 'POST',
    url: isAbsolute(login) ? login : joinUrl(connection.baseUrl, login),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: Object.entries(form)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  });
  const token = textAt(readJson(answer.text), 'access_token');
  if (answer.status !== 200 || token === undefined) throw new RefusedToken(answer);
  return token;
}
