import {
  type HttpRequest,
  type HttpResponse,
  type ResolvedConnection,
  type StepContext,
  StepError,
} from '@lockstep/schema/node';
import { httpAuthHeaders } from './auth.ts';
import { httpFailure } from './failures.ts';
import type { HttpTarget } from './http-target.ts';
import { readJson, textAt } from './read-json.ts';

/**
 * Sends a request with the credentials of its target. A bearer token that is not there yet, or no longer taken (401), is got anew by
 * the refresh token of the connection, once for all processes, and the request is sent again: whoever answers 401 has done nothing.
 *
 * @throws StepError when no answer arrives, or the token endpoint refuses
 */
export async function sendSigned(
  ctx: StepContext,
  { headers, connection }: HttpTarget,
  request: (credentials: Readonly<Record<string, string>>) => HttpRequest,
): Promise<HttpResponse> {
  if (!connection || !canRefresh(connection)) return ctx.http(request(headers));
  let signed = connection;
  if (!signed.settings.token) signed = await refreshed(ctx, signed);
  const response = await ctx.http(request(httpAuthHeaders(signed)));
  if (response.status !== 401) return response;
  signed = await refreshed(ctx, signed);
  return ctx.http(request(httpAuthHeaders(signed)));
}

function canRefresh({ settings }: ResolvedConnection): boolean {
  return Boolean(settings.tokenUrl && settings.refreshToken);
}

function refreshed(ctx: StepContext, stale: ResolvedConnection): Promise<ResolvedConnection> {
  return ctx.renewed(stale, 'token', async ({ settings }, http) => {
    const { tokenUrl = '', clientId = '', clientSecret = '', refreshToken = '' } = settings;
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    };
    const answer = await http({
      method: 'POST',
      url: tokenUrl,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: Object.entries(form)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&'),
    });
    const read = readJson(answer.text);
    const token = textAt(read, 'access_token');
    if (answer.status !== 200 || token === undefined) throw refusal(answer, ctx.now);
    const next = textAt(read, 'refresh_token');
    // One that rotates is worth nothing after its use: the new one must be kept before anybody goes on.
    return { token, ...(next !== undefined && { refreshToken: next }) };
  });
}

/** @see RFC 6749, 5.2 */
function refusal(answer: HttpResponse, now: number): StepError {
  const plain = httpFailure(answer, { system: 'The token endpoint', write: false, now });
  if (plain.kind === 'transient') return new StepError(plain);
  const why = textAt(readJson(answer.text), 'error') ?? `status ${answer.status}`;
  return new StepError({
    kind: 'refused',
    category: 'auth',
    code: 'oauth-refused',
    message: `The token endpoint gives no new token (${why}): sign in anew, and put the refresh token into the connection.`,
  });
}
