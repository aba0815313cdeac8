import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '@lockstep/schema/node';
import type { Dispatcher } from 'undici';
import { type AddressRules, addressPolicy } from './address-policy.ts';
import { createAgents } from './agents.ts';
import type { Certificates } from './certificates.ts';
import { exchangeFailed } from './failures.ts';
import { guardedConnect, type Resolver } from './guarded-connect.ts';
import { type Outgoing, outgoing } from './outgoing.ts';
import { readResponse } from './response.ts';
import type { SentMark } from './sent.ts';

export interface EgressOptions extends AddressRules {
  /** Connections to one origin, 64 when absent. */
  readonly connectionsPerOrigin?: number;
  /** Limit for opening one connection in milliseconds, 10,000 when absent. */
  readonly connectTimeoutMs?: number;
  /** Limit of an exchange that names none, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** Limit of a body, before and after decompression; 10 MB when absent. */
  readonly maxResponseBytes?: number;
  /** Replaces the system's name resolution. */
  readonly resolve?: Resolver;
}

/** The one way out of the process for flows. */
export interface Egress {
  /**
   * One HTTP exchange; redirects are answers like any other. `signal` ends it with the attempt it belongs to. `beforeSend`
   * is asked when the connection stands, just before the first byte: what it throws ends the exchange with nothing sent.
   * `certificates` are those of the connection the request belongs to.
   * @throws StepError as `StepContext.http` says; besides `egress-blocked`, `tls-failed` and `tls-certificates` (kind `flow`),
   *   `request-invalid` (kind `item`), `response-too-large` and `response-malformed` (kind `refused`)
   */
  request(
    request: HttpRequest,
    signal?: AbortSignal,
    beforeSend?: () => void,
    certificates?: Certificates,
  ): Promise<HttpResponse>;
  /** Ends every exchange under way. */
  close(): Promise<void>;
}

export function createEgress(options: EgressOptions = {}): Egress {
  const { connectionsPerOrigin = 64, connectTimeoutMs = 10_000, timeoutMs = 30_000 } = options;
  const maxResponseBytes = options.maxResponseBytes ?? 10 * 1024 * 1024;
  const allows = addressPolicy(options);
  const agents = createAgents({
    connections: connectionsPerOrigin,
    connect: (secure) => guardedConnect(allows, { timeoutMs: connectTimeoutMs, resolve: options.resolve, secure }),
  });
  return {
    request: async (request, signal, beforeSend, certificates) =>
      exchange(agents.of(certificates), request, { maxResponseBytes, timeoutMs, signal, beforeSend }),
    close: agents.close,
  };
}

interface Limits {
  readonly maxResponseBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly beforeSend: (() => void) | undefined;
}

async function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  { maxResponseBytes, timeoutMs, signal: outer, beforeSend }: Limits,
): Promise<HttpResponse> {
  const { url, method, headers, body } = await packed(outgoing(request), request.compress);
  const limit = AbortSignal.timeout(Math.max(1, Math.ceil(request.timeoutMs ?? timeoutMs)));
  const signal = outer ? AbortSignal.any([limit, outer]) : limit;
  const mark: SentMark = { sent: false, signal, beforeSend };
  const options = { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, signal, opaque: mark };
  const answer = dispatcher
    .request({ ...options, ...(body === undefined ? {} : { body }) })
    .then((response) => readResponse(response, { maxBytes: maxResponseBytes, asBytes: request.asBytes }));
  try {
    // undici keeps a request that waits for a free connection until there is one, whatever its signal says.
    return await Promise.race([answer, aborted(signal)]);
  } catch (cause) {
    if (mark.refusal) throw mark.refusal.reason;
    throw exchangeFailed(cause, { method, origin: url.origin, sent: mark.sent, expired: signal.aborted });
  }
}

const gzipped = promisify(gzip);

/** A body that is worth it is packed off the main thread; without a body there is nothing to pack. */
async function packed(request: Outgoing, compress: HttpRequest['compress']): Promise<Outgoing> {
  if (compress === undefined || request.body === undefined) return request;
  const body = await gzipped(request.body);
  return { ...request, body, headers: { ...request.headers, 'content-encoding': compress } };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
