import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { httpFailure } from '../../connectors/kit/failures.ts';
import { targetOf } from '../../connectors/kit/http-target.ts';
import { sendSigned } from '../../connectors/kit/oauth.ts';
import { withQuery } from '../../connectors/kit/url.ts';
import type { httpRequest } from './definition.ts';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export const runHttpRequest: RunNode<typeof httpRequest> = async ({ params }, ctx) => {
  const { method, idempotencyHeader } = params;
  const target = await targetOf(params, ctx);
  const write = !READS.has(method);
  const response = await sendSigned(ctx, target, (credentials) => ({
    method,
    url: withQuery(target.url, params.query),
    headers: {
      ...credentials,
      ...(write && idempotencyHeader !== '' && { [idempotencyHeader.toLowerCase()]: ctx.key }),
      ...lowerCased(params.headers),
    },
    ...(params.body !== undefined && { body: params.body }),
  }));
  if (!isExpected(response.status, params.expectedStatuses)) {
    throw new StepError(httpFailure(response, { system: target.system, write, now: ctx.now }));
  }
  const { status, headers, text } = response;
  return { port: 'out', value: { status, headers: shown(headers), body: bodyOf(text, headers['content-type']) } };
};

function isExpected(status: number, expected: string): boolean {
  return expected.split(',').some((part) => {
    const wanted = part.trim();
    return wanted.endsWith('xx') ? wanted.startsWith(String(Math.floor(status / 100))) : wanted === String(status);
  });
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Headers worth keeping with the run: cookies are sessions, so they stay out. */
function shown(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'));
}

/** The body parsed when it says it is JSON, and is; else its text. */
function bodyOf(text: string, contentType: string | undefined): Json {
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentType ?? '')) return text;
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
