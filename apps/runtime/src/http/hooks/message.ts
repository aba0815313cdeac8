import type { Json } from '@lockstep/schema/run';
import { decodeUtf8, invalidUtf8At, parseStrictJson } from '../json/strict-json.ts';
import { problem } from '../problem.ts';

const ACCEPTED = 'Send application/json (or a type that ends in +json), text, XML or a URL-encoded form, in UTF-8.';

/**
 * The message in a body: JSON is parsed strictly, text (XML and forms included) stays text. A body without a type is
 * JSON. @throws ProblemError `body-malformed` with the place | `media-type-unsupported`
 */
export function readMessage(bytes: Uint8Array, contentType: string | undefined): Json {
  const { type, charset } = mediaType(contentType);
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/.test(charset))
    throw unsupported(`The charset ${charset.slice(0, 40)} is not taken.`);
  if (type === '' || /^application\/([\w.!#$&^-]+\+)?json$/.test(type)) {
    const json = parseStrictJson(bytes);
    if (!json.ok) throw problem('body-malformed', placeText(json.reason, json.place), json.place);
    return json.value;
  }
  if (
    /^text\/[\w.+-]+$/.test(type) ||
    /^application\/(x-www-form-urlencoded|xml|[\w.-]+\+xml|edifact|edi-x12)$/.test(type)
  ) {
    const text = decodeUtf8(bytes);
    if (text !== undefined) return text;
    const place = { byte: invalidUtf8At(bytes) };
    throw problem('body-malformed', placeText('The body is not UTF-8.', place), place);
  }
  throw unsupported(`${type.slice(0, 80)} is not taken.`);
}

function mediaType(header: string | undefined): { readonly type: string; readonly charset: string | undefined } {
  const [type = '', ...parameters] = (header ?? '').split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { type: type.trim().toLowerCase(), charset: charset?.toLowerCase() };
}

function unsupported(what: string) {
  return problem('media-type-unsupported', `${what} ${ACCEPTED}`, undefined, {
    accept: 'application/json, text/*, application/xml, application/x-www-form-urlencoded',
  });
}

function placeText(reason: string, place: { line: number; column: number } | { byte: number }): string {
  return 'byte' in place ? `${reason} Byte ${place.byte}.` : `${reason} Line ${place.line}, column ${place.column}.`;
}
