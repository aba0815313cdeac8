import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { base64, bytesOfBase64 } from '../../connectors/kit/base64.ts';
import { targetOf } from '../../connectors/kit/http-target.ts';
import { sendSigned } from '../../connectors/kit/oauth.ts';
import { readJson } from '../../connectors/kit/read-json.ts';
import { withQuery } from '../../connectors/kit/url.ts';
import { decodeText } from '../../formats/kit/encodings.ts';
import type { forwardRequest } from './definition.ts';
import { traceparentOf } from './trace.ts';

/** Headers of one connection and not of the message (RFC 9110, 7.6.1), those that follow from it, and how it may be compressed. */
const NOT_HANDED_ON = new Set([
  ...['accept-encoding', 'connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-authenticate'],
  ...['proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'traceparent', 'upgrade'],
]);
/** What came compressed is plain by now. */
const NOT_BROUGHT_BACK = new Set([...NOT_HANDED_ON, 'content-encoding', 'set-cookie']);
const NO_BYTES = new Uint8Array();

export const runForwardRequest: RunNode<typeof forwardRequest> = async ({ params, input }, ctx) => {
  const { method, query } = params;
  const given = params.body ?? input;
  const bytes = given === null || given === '' ? undefined : typeof given === 'string' ? bytesOfBase64(given) : null;
  if (bytes === null || (bytes === undefined && given !== null && given !== '')) {
    const message = 'The body is no Base64: let the webhook take bodies as bytes.';
    throw new StepError({ kind: 'item', category: 'mapping', code: 'content-not-base64', message });
  }
  const target = await targetOf(params, ctx);
  const traceparent = traceparentOf(ctx.trigger.traceparent, ctx);
  const handedOn = without(params.headers, NOT_HANDED_ON);
  const response = await sendSigned(ctx, target, (credentials) => ({
    method,
    url: withQuery(target.url, query),
    // Credentials of the connection last: nobody outside chooses who we are.
    headers: { ...handedOn, 'accept-encoding': 'identity', traceparent, ...credentials },
    ...(bytes && method !== 'GET' && method !== 'HEAD' && { body: bytes }),
    asBytes: 'any-status',
  }));
  const answer = response.bytes ?? NO_BYTES;
  return {
    port: 'out',
    value: {
      status: response.status,
      headers: without(response.headers, NOT_BROUGHT_BACK),
      body: base64(answer),
      traceparent,
      request: jsonOf(bytes ?? NO_BYTES),
      answer: jsonOf(answer),
    },
  };
};

function without(headers: Readonly<Record<string, string>>, names: ReadonlySet<string>): Record<string, string> {
  // What `Connection` names belongs to that connection too.
  const [, own = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'connection') ?? [];
  const named = own.toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !names.has(name) && !named.includes(name)),
  );
}

function jsonOf(bytes: Uint8Array): Json {
  const text = decodeText(bytes, 'utf-8');
  return typeof text === 'string' ? (readJson(text) ?? null) : null;
}
