import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { base64Utf8 } from '../kit/base64.ts';
import { readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

/** Where calls go, and the token they bear. Salesforce says neither a lifetime nor gives a refresh token. */
export interface SalesforceSession {
  readonly token: string;
  readonly instanceUrl: string;
  /** Id of the org; empty where the answer does not say it. */
  readonly orgId: string;
}

/** What it takes to get a token. */
export interface SessionParts {
  readonly connection: ResolvedConnection;
  /** Epoch milliseconds. */
  readonly now: number;
  http(request: HttpRequest): Promise<HttpResponse>;
  signRs256(privateKey: string, text: string): Promise<string>;
}

/** The token endpoint said no. */
export class RefusedSession extends Error {
  readonly status: number;
  readonly reason: string;
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    const read = readJson(response.text);
    const reason = [textAt(read, 'error'), textAt(read, 'error_description')].filter(Boolean).join(', ');
    super(reason);
    this.name = 'RefusedSession';
    this.status = response.status;
    this.reason = reason === '' ? 'no reason given' : reason;
    this.response = response;
  }
}

const PRODUCTION = 'https://login.salesforce.com';

/** Salesforce takes assertions that end within three minutes. */
const ASSERTION_SECONDS = 120;

/**
 * A session by a JWT the connected app's key signed.
 *
 * @throws RefusedSession when there is none; StepError when no answer arrives, or the key cannot be read
 * @see RFC 7523; help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"
 */
export async function fetchSession({ connection, now, http, signRs256 }: SessionParts): Promise<SalesforceSession> {
  const { clientId = '', username = '', privateKey = '', audience } = connection.settings;
  const claims = {
    iss: clientId,
    sub: username,
    aud: audience || PRODUCTION,
    exp: Math.floor(now / 1000) + ASSERTION_SECONDS,
  };
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const assertion = `${unsigned}.${await signRs256(privateKey, unsigned)}`;
  const answer = await http({
    method: 'POST',
    url: joinUrl(connection.baseUrl, '/services/oauth2/token'),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=${encodeURIComponent('urn:ietf:params:oauth:grant-type:jwt-bearer')}&assertion=${assertion}`,
  });
  const read = readJson(answer.text);
  const [token, instanceUrl] = [textAt(read, 'access_token'), textAt(read, 'instance_url')];
  if (answer.status !== 200 || token === undefined) throw new RefusedSession(answer);
  // `id` is an address that ends in the org and the user.
  const orgId = textAt(read, 'id')?.split('/').at(-2) ?? '';
  return { token, instanceUrl: instanceUrl ?? connection.baseUrl, orgId };
}

function part(value: object): string {
  return base64Utf8(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
