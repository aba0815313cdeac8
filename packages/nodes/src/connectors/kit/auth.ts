import type { ResolvedConnection } from '@lockstep/schema/node';
import { base64Utf8 } from './base64.ts';

/** `Authorization` of HTTP Basic. @see RFC 7617 */
export function basicAuth(username: string, password: string): string {
  return `Basic ${base64Utf8(`${username}:${password}`)}`;
}

/** Headers a plain HTTP connection signs its requests with: token, else user and password; and an API key. */
export function httpAuthHeaders({ settings }: ResolvedConnection): Readonly<Record<string, string>> {
  const { token, username, password, apiKey, apiKeyHeader } = settings;
  return {
    ...(token
      ? { authorization: `Bearer ${token}` }
      : username && { authorization: basicAuth(username, password ?? '') }),
    ...(apiKey && { [(apiKeyHeader || 'x-api-key').toLowerCase()]: apiKey }),
  };
}
