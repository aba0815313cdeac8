import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { fetchClientToken } from '../kit/client-credentials.ts';
import { joinUrl } from '../kit/url.ts';

/** A token of an hour. @throws RefusedToken when there is none; StepError when no answer arrives */
export function fetchToken({
  connection: { baseUrl, settings },
  http,
}: {
  readonly connection: ResolvedConnection;
  readonly http: (request: HttpRequest) => Promise<HttpResponse>;
}): Promise<string> {
  const { clientId = '', clientSecret = '' } = settings;
  return fetchClientToken({ tokenUrl: joinUrl(baseUrl, '/auth/o2/token'), clientId, clientSecret, scope: '' }, http);
}
