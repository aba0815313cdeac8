import type { HttpRequest, HttpResponse } from '@lockstep/schema/node';

/** What a change must carry for a system that guards its writes with a token (SAP Gateway). */
export interface CsrfSession {
  readonly token: string;
  /** As one `Cookie` header; the token belongs to the session it names. */
  readonly cookie: string;
}

/**
 * Asks a service for a token. With the slash first: without it many systems redirect before they look at the token. It comes even with
 * some errors.
 *
 * @param service address of the service, without a slash at the end
 * @returns the last answer too, for those who must say why there is none
 * @throws StepError when no answer arrives
 */
export async function fetchCsrf(
  http: (request: HttpRequest) => Promise<HttpResponse>,
  { service, headers }: { readonly service: string; readonly headers: Readonly<Record<string, string>> },
): Promise<{ readonly session?: CsrfSession; readonly answer: HttpResponse }> {
  const ask = (url: string) => http({ method: 'GET', url, headers: { ...headers, 'x-csrf-token': 'Fetch' } });
  let answer = await ask(`${service}/`);
  if (tokenOf(answer) === undefined && answer.status < 500 && ![401, 429].includes(answer.status)) {
    answer = await ask(service);
  }
  const token = tokenOf(answer);
  return token === undefined ? { answer } : { session: { token, cookie: cookieOf(answer.cookies) }, answer };
}

/** SAP Gateway asks for a fresh token this way, before it touches anything. */
export function wantsToken({ status, headers }: HttpResponse): boolean {
  return status === 403 && headers['x-csrf-token']?.toLowerCase() === 'required';
}

export function csrfHeaders({ token, cookie }: CsrfSession): Readonly<Record<string, string>> {
  return { 'x-csrf-token': token, ...(cookie !== '' && { cookie }) };
}

function tokenOf({ headers }: HttpResponse): string | undefined {
  const token = headers['x-csrf-token'];
  return token === undefined || token === '' || token.toLowerCase() === 'required' ? undefined : token;
}

/** `Set-Cookie` lines as one `Cookie`: names and values only. */
function cookieOf(lines: readonly string[]): string {
  return lines
    .map((line) => line.split(';', 1)[0]?.trim() ?? '')
    .filter((pair) => pair.includes('='))
    .join('; ');
}
