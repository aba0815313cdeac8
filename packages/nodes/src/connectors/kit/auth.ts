import type { ResolvedConnection } from '@lockstep/schema/node';
import { base64Utf8 } from './base64.ts';

/** `Authorization` of HTTP Basic. @see RFC 7617 */
export function basicAuth(username: string, password: string): string {
  return `Basic ${base64Utf8(`${username}:${password}`)}`;
}

/**
 * Headers a plain HTTP request is signed with: token, else user and password; an API key; the access
 * token of a Shopify app; the secret key of Stripe.
 */
export function httpAuthHeaders({ system, settings }: ResolvedConnection): Readonly<Record<string, string>> {
  const { username, password, apiKey, apiKeyHeader, accessToken, secretKey } = settings;
  const token = settings.token || (system === 'stripe' ? secretKey : '');
  return {
    ...(token
      ? { authorization: `Bearer ${token}` }
      : username && { authorization: basicAuth(username, password ?? '') }),
    ...(system === 'shopify' && accessToken && { 'x-shopify-access-token': accessToken }),
    ...(apiKey && { [(apiKeyHeader || 'x-api-key').toLowerCase()]: apiKey }),
  };
}
