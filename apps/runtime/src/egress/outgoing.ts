import type { HttpRequest } from '@lockstep/schema/node';
import { requestInvalid } from './failures.ts';

/** A request as it goes out: checked, with the headers we add. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** Scheme, two slashes, a host: spellings that programs read differently are not guessed at. */
const CLEAR_URL = /^https?:\/\/[^/?#\\\s]*[^/?#\\\s:](?:[/?#]|$)/i;
const METHOD = /^[A-Z]{1,20}$/;
/** RFC 9110, 5.1 and 5.5: a token; visible characters, blanks and obs-text. No line break, no NUL. */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Who is called and how the message is framed follows from the request; a flow must not say otherwise. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** @throws StepError kind `item`, code `request-invalid` */
export function outgoing({ url, method, headers = {}, body }: HttpRequest): Outgoing {
  const name = method.toUpperCase();
  if (!METHOD.test(name) || name === 'CONNECT' || name === 'TRACE') {
    throw requestInvalid(`"${method}" is not a method that can be used.`);
  }
  const checked: Record<string, string> = { 'user-agent': 'Lockstep', 'accept-encoding': 'gzip, deflate, br' };
  const isBytes = body instanceof Uint8Array;
  if (body !== undefined && !isBytes)
    checked['content-type'] = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  for (const [header, value] of Object.entries(headers)) {
    const key = header.toLowerCase();
    if (!HEADER_NAME.test(header)) throw requestInvalid(`"${header}" is not a header name.`);
    if (RESERVED.has(key)) throw requestInvalid(`The header "${header}" cannot be set by a flow.`);
    if (!HEADER_VALUE.test(value))
      throw requestInvalid(`The value of the header "${header}" has characters no header may have.`);
    checked[key] = value;
  }
  const sent = body === undefined || isBytes || typeof body === 'string' ? body : JSON.stringify(body);
  return { url: checkedUrl(url), method: name, headers: checked, body: sent };
}

function checkedUrl(text: string): URL {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase();
  if (scheme && scheme !== 'http:' && scheme !== 'https:') {
    throw requestInvalid(`Only http and https addresses can be called, not "${scheme}".`);
  }
  const url = CLEAR_URL.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw requestInvalid('The address of the request is not an http or https address.');
  if (url.username || url.password) throw requestInvalid('Credentials belong into a connection, not into an address.');
  return url;
}
