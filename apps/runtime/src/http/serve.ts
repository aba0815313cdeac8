import type { Endpoint, HandlerInput, OkOf, ProblemsOf } from '@lockstep/schema/api';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { AppEnv } from './env.ts';
import { readBytes } from './hooks/read-body.ts';
import { parseStrictJson } from './json/strict-json.ts';
import { type ProblemError, problem } from './problem.ts';

/** Largest body of an API call: a flow of 5000 nodes with samples fits several times. */
const MAX_API_BODY = 20_000_000;

/** Refuses with one of the endpoint's declared problems; for `throw`. */
type Refuse<E> = (
  code: ProblemsOf<E>,
  detail?: string,
  extra?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
) => ProblemError;

export type Handler<E> = (
  request: HandlerInput<E> & {
    readonly problem: Refuse<E>;
    readonly context: Context<AppEnv>;
    /** Further headers of the good answer. */
    readonly headers: Headers;
  },
) => Promise<OkOf<E>> | OkOf<E>;

/**
 * Serves one operation of the contract below `/api`: parses parameters, query and body, and answers what the handler
 * returns as JSON with the declared status. A handler refuses by throwing one of the declared problems.
 */
export function serve<const E extends Endpoint>(app: Hono<AppEnv>, endpoint: E, handler: Handler<E>): void {
  const { params, query, body } = endpoint;
  app.on(endpoint.method.toUpperCase(), `/api${endpoint.path}`, async (context) => {
    const request = {
      params: params && parsed(params, context.req.param(), 'path'),
      query: query && parsed(query, context.req.query(), 'query'),
      body: body && parsed(body, await jsonBody(context), 'body'),
    } as HandlerInput<E>;
    const headers = new Headers({ 'cache-control': 'no-store' });
    const answer = await handler({ ...request, problem: problem as Refuse<E>, context, headers });
    return Response.json(answer, { status: endpoint.status ?? 200, headers });
  });
}

/** An absent body is `undefined`, so a schema may have a default for it. */
async function jsonBody(context: Context<AppEnv>): Promise<unknown> {
  const bytes = await readBytes(context, MAX_API_BODY);
  if (bytes.length === 0) return undefined;
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw problem('media-type-unsupported', 'Send the body as application/json.');
  }
  const json = parseStrictJson(bytes);
  if (!json.ok) throw problem('body-malformed', json.reason, json.place);
  return json.value;
}

function parsed(schema: z.core.$ZodType, value: unknown, where: 'path' | 'query' | 'body'): unknown {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 50).map(({ path, message }) => ({
    where,
    path: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message,
  }));
  const [first] = issues;
  throw problem('request-invalid', first && `${where}${first.path}: ${first.message}`, { issues });
}
