import type { ServerResponse } from 'node:http';
import type { Reply } from './exchange.ts';
import type { CommonFaults } from './faults.ts';
import type { Random } from './random.ts';

/** How an answer fares on its way, after the work was done. */
export interface Spoiled {
  readonly reply: Reply;
  /** Characters after which the connection is reset; absent: it is not. */
  readonly cutAfter?: number;
  /** Milliseconds the body takes. */
  readonly slowMs: number;
}

/** Draws what becomes of an answer by the faults in force; as it is where none is. */
export function spoil(reply: Reply, faults: CommonFaults, random: Random): Spoiled {
  const { htmlPage = 0, truncate = 0, cutBody = 0, padBytes = 0, slowBodyMs: slowMs = 0 } = faults;
  if (random.chance(htmlPage)) return { reply: HTML_PAGE, slowMs };
  if (reply.body === undefined || (truncate === 0 && cutBody === 0 && padBytes === 0)) return { reply, slowMs };
  const text = typeof reply.body === 'string' ? reply.body : [...reply.body].join('');
  if (random.chance(truncate)) return { reply: { ...reply, body: text.slice(0, Math.floor(text.length / 2)) }, slowMs };
  const body = text + ' '.repeat(padBytes);
  return {
    reply: { ...reply, body },
    slowMs,
    ...(random.chance(cutBody) && { cutAfter: Math.floor(text.length / 2) }),
  };
}

/** Sends a body in pieces over `slowMs`, or up to the place where the connection breaks. */
export async function sendSpoiled(
  res: ServerResponse,
  { reply, cutAfter, slowMs }: Spoiled,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  const body = typeof reply.body === 'string' ? reply.body : [...(reply.body ?? [])].join('');
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  res.writeHead(reply.status, { 'content-length': Buffer.byteLength(body) });
  res.flushHeaders();
  const sent = body.slice(0, cutAfter ?? body.length);
  const size = Math.max(1, Math.ceil(sent.length / PIECES));
  for (let from = 0; from < sent.length && !res.destroyed; from += size) {
    await new Promise<void>((resolve) => res.write(sent.slice(from, from + size), () => resolve()));
    if (slowMs > 0) await pause(slowMs / PIECES);
  }
  if (cutAfter === undefined) res.end();
  else res.socket?.destroy();
}

const PIECES = 20;

/** What a proxy or a captive portal answers: 200, and nothing of what was asked. */
const HTML_PAGE: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><head><title>One moment</title></head><body><h1>Please stand by</h1></body></html>',
};
