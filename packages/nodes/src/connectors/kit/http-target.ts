import { type ResolvedConnection, type StepContext, StepError } from '@lockstep/schema/node';
import { httpAuthHeaders } from './auth.ts';
import { isAbsolute, joinUrl, originOf } from './url.ts';

export interface HttpTarget {
  /** The system as people call it. */
  readonly system: string;
  /** Absolute. */
  readonly url: string;
  /** Credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for an address without one. */
  readonly connection?: ResolvedConnection;
}

/**
 * Where to send a request and with which credentials. Those of a connection never leave its own origin.
 *
 * @throws StepError kind `flow` for an address that is not absolute without a connection, or leads outside of it with one
 */
export async function targetOf(
  { connection: id, url }: { readonly connection?: string | undefined; readonly url: string },
  ctx: Pick<StepContext, 'connection'>,
): Promise<HttpTarget> {
  if (id === undefined) {
    if (isAbsolute(url)) return { system: originOf(url), url, headers: {} };
    throw wrongDrawing('url-not-absolute', 'Without a connection the address must begin with http:// or https://.');
  }
  const connection = await ctx.connection(id);
  const headers = httpAuthHeaders(connection);
  if (!isAbsolute(url)) return { system: `"${id}"`, url: joinUrl(connection.baseUrl, url), headers, connection };
  if (originOf(url) === originOf(connection.baseUrl)) return { system: `"${id}"`, url, headers, connection };
  throw wrongDrawing(
    'url-outside-connection',
    `The address leads outside the connection "${id}", whose credentials it would carry.`,
  );
}

function wrongDrawing(code: string, message: string): StepError {
  return new StepError({ kind: 'flow', category: 'validation', code, message });
}
