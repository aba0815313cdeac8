import type { IncomingHttpHeaders } from 'node:http';

/** One request as a simulator sees it: read whole, nothing interpreted. */
export interface SimRequest {
  readonly method: string;
  /** Absolute, with the authority the caller used. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One answer. Header names in lower case; a list of values is sent as repeated headers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Absent for an empty answer; an iterable is sent piece by piece. */
  readonly body?: string | Iterable<string>;
  /** Nothing was changed, whatever the method says: GraphQL reads by POST. */
  readonly read?: true;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export function json(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** An RFC 9457 answer; `more` are extension members such as `field`. */
export function problem(status: number, title: string, detail: string, more: JsonObject = {}): Reply {
  const headers = { 'content-type': 'application/problem+json' };
  return json(status, { type: 'about:blank', title, status, detail, ...more }, headers);
}

/** The body as JSON, or `undefined` where it is not JSON in UTF-8. */
export function readJson(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as JsonValue;
  } catch {
    return undefined;
  }
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A header's one value; the first where the sender repeated it. */
export function header(request: SimRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
