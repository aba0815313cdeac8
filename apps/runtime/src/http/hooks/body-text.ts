import { decodeUtf8, invalidUtf8At } from '../json/strict-json.ts';

/** Charsets a body may be in; the platform has a strict decoder for each of them. */
const KNOWN =
  /^(utf-?8|us-ascii|utf-16(le|be)?|latin1|iso-8859-([1-8]|1[03-6])|windows-(1250|1251|1252|1253|1254|1255|1256|1257|1258))$/;

/** Characters of a document looked at for the charset it names itself. */
const HEAD = 400;

/** Charset of the syntax identifier in UNB. @see ISO 9735-1, annex A */
const EDIFACT_CHARSETS: Readonly<Record<string, string>> = {
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOG: 'iso-8859-3',
  UNOH: 'iso-8859-4',
  UNOI: 'iso-8859-6',
  UNOJ: 'iso-8859-8',
  UNOK: 'iso-8859-9',
};

export type BodyText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly charset: string; readonly byte?: number }
  | { readonly ok: 'unknown'; readonly charset: string };

/**
 * The text of a body, exactly or not at all. A byte order mark decides; else the charset its sender named; else UTF-8, and
 * when it is none, the charset the document names itself: the XML declaration, or the syntax identifier of EDIFACT.
 */
export function bodyText(bytes: Uint8Array, named: string | undefined): BodyText {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  const charset = mark ?? named;
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/.test(charset)) return decoded(bytes, charset);
  const text = decodeUtf8(bytes);
  if (text !== undefined) return { ok: true, text };
  const own = charset === undefined ? ownCharset(bytes) : undefined;
  return own === undefined ? { ok: false, charset: 'UTF-8', byte: invalidUtf8At(bytes) } : decoded(bytes, own);
}

function decoded(bytes: Uint8Array, charset: string): BodyText {
  if (!KNOWN.test(charset)) return { ok: 'unknown', charset };
  try {
    return { ok: true, text: new TextDecoder(charset, { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, charset };
  }
}

function ownCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  const xml = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  return xml?.toLowerCase() ?? EDIFACT_CHARSETS[/\bUNB.(UNO[A-Z])/.exec(head)?.[1] ?? ''];
}
