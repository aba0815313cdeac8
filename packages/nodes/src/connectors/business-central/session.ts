import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { readJson, textAt } from '../kit/read-json.ts';
import { isAbsolute, joinUrl } from '../kit/url.ts';

const SCOPE = 'https://api.businesscentral.dynamics.com/.default';

/** The token endpoint said no. */
export class RefusedToken extends Error {
  readonly status: number;
  readonly reason: string;
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    const read = readJson(response.text);
    const reason = textAt(read, 'error') ?? 'no reason given';
    super(reason);
    this.name = 'RefusedToken';
    this.status = response.status;
    this.reason = reason;
    this.response = response;
  }
}

/**
 * A token of Entra ID for the application, good for an hour or somewhat more.
 *
 * @throws RefusedToken when there is none; StepError when no answer arrives
 * @see learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 client credentials flow"
 */
export async function fetchToken({
  connection,
  http,
}: {
  readonly connection: ResolvedConnection;
  readonly http: (request: HttpRequest) => Promise<HttpResponse>;
}): Promise<string> {
  const { clientId = '', clientSecret = '' } = connection.settings;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: SCOPE };
  const answer = await http({
    method: 'POST',
    url: tokenUrl(connection),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: Object.entries(form)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  });
  const token = textAt(readJson(answer.text), 'access_token');
  if (answer.status !== 200 || token === undefined) throw new RefusedToken(answer);
  return token;
}

/** What the connection says: an address, a path below its own, or that of the tenant its address names. */
function tokenUrl({ baseUrl, settings }: ResolvedConnection): string {
  const said = settings.tokenUrl ?? '';
  if (said !== '') return isAbsolute(said) ? said : joinUrl(baseUrl, said);
  const tenant = /\/v2\.0\/([^/]+)/.exec(baseUrl)?.[1] ?? 'organizations';
  return `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
}
