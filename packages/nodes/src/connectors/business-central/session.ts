import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { fetchClientToken } from '../kit/client-credentials.ts';
import { isAbsolute, joinUrl } from '../kit/url.ts';

const SCOPE = 'https://api.businesscentral.dynamics.com/.default';

/**
 * A token of Entra ID for the application, good for an hour or somewhat more.
 *
 * @throws RefusedToken when there is none; StepError when no answer arrives
 * @see learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 client credentials flow"
 */
export function fetchToken({
  connection,
  http,
}: {
  readonly connection: ResolvedConnection;
  readonly http: (request: HttpRequest) => Promise<HttpResponse>;
}): Promise<string> {
  const { clientId = '', clientSecret = '' } = connection.settings;
  return fetchClientToken({ tokenUrl: tokenUrl(connection), clientId, clientSecret, scope: SCOPE }, http);
}

/** What the connection says: an address, a path below its own, or that of the tenant its address names. */
function tokenUrl({ baseUrl, settings }: ResolvedConnection): string {
  const said = settings.tokenUrl ?? '';
  if (said !== '') return isAbsolute(said) ? said : joinUrl(baseUrl, said);
  const tenant = /\/v2\.0\/([^/]+)/.exec(baseUrl)?.[1] ?? 'organizations';
  return `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
}
