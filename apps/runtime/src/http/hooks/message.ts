import type { Json } from '@lockstep/schema/run';
import { parseStrictJson } from '../json/strict-json.ts';
import { problem } from '../problem.ts';
import { bodyText } from './body-text.ts';

/** How a door reads bodies: by their content type, or always in one way. */
export type BodyKind = 'by-type' | 'json' | 'text' | 'bytes';

const ACCEPTED =
  'Send application/json (or a type that ends in +json), text, CSV, XML, NDJSON, EDI or a URL-encoded form.';

/** Types besides `text/...` that stay text. */
const TEXT_TYPES =
  /^application\/(x-www-form-urlencoded|xml|[\w.-]+\+xml|csv|(x-)?ndjson|(x-)?jsonl|edifact|edi-x12|edi-consent)$/;

/**
 * The message in a body: JSON is parsed strictly, text (XML, CSV, EDI and forms included) stays text, `bytes` become Base64. A
 * body without a type is JSON. @throws ProblemError `body-malformed` with the place | `media-type-unsupported`
 */
export function readMessage(bytes: Uint8Array, contentType: string | undefined, kind: BodyKind = 'by-type'): Json {
  const { type, charset } = mediaType(contentType);
  switch (kind === 'by-type' ? kindOf(type) : kind) {
    case 'json':
      return readJson(bytes, charset);
    case 'text':
      return readText(bytes, charset);
    case 'bytes':
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    default:
      throw unsupported(`${type.slice(0, 80)} is not taken.`);
  }
}

/** How a body of this type is read by itself; `undefined`: only as bytes. */
export function bodyKindOf(contentType: string | undefined): BodyKind | undefined {
  return kindOf(mediaType(contentType).type);
}

function kindOf(type: string): BodyKind | undefined {
  if (type === '' || /^application\/([\w.!#$&^-]+\+)?json$/.test(type)) return 'json';
  return /^text\/[\w.+-]+$/.test(type) || TEXT_TYPES.test(type) ? 'text' : undefined;
}

function readJson(bytes: Uint8Array, charset: string | undefined): Json {
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/.test(charset)) throw unknownCharset(charset);
  const json = parseStrictJson(bytes);
  if (!json.ok) throw problem('body-malformed', placeText(json.reason, json.place), json.place);
  return json.value;
}

function readText(bytes: Uint8Array, charset: string | undefined): string {
  const read = bodyText(bytes, charset);
  if (read.ok === true) return read.text;
  if (read.ok === 'unknown') throw unknownCharset(read.charset);
  const place = read.byte === undefined ? undefined : { byte: read.byte };
  const reason = `The body is not ${read.charset}.`;
  throw problem('body-malformed', place ? placeText(reason, place) : reason, place);
}

function mediaType(header: string | undefined): { readonly type: string; readonly charset: string | undefined } {
  const [type = '', ...parameters] = (header ?? '').split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { type: type.trim().toLowerCase(), charset: charset?.toLowerCase() };
}

function unknownCharset(charset: string) {
  return unsupported(`The charset ${charset.slice(0, 40)} is not taken.`);
}

function unsupported(what: string) {
  return problem('media-type-unsupported', `${what} ${ACCEPTED}`, undefined, {
    accept:
      'application/json, text/*, application/xml, application/csv, application/x-ndjson, application/edi-x12, application/edifact, application/x-www-form-urlencoded',
  });
}

function placeText(reason: string, place: { line: number; column: number } | { byte: number }): string {
  return 'byte' in place ? `${reason} Byte ${place.byte}.` : `${reason} Line ${place.line}, column ${place.column}.`;
}
