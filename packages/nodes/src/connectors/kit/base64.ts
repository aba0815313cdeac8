const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Base64 of a text's UTF-8 bytes. Here because nodes are compiled for any host: neither `btoa` nor `Buffer` is a given.
 *
 * @throws URIError when the text has a lone surrogate
 * @see RFC 4648, 4
 */
export function base64Utf8(text: string): string {
  const bytes = utf8(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    out += char(a >> 2) + char(((a & 3) << 4) | ((b ?? 0) >> 4));
    out += b === undefined ? '=' : char(((b & 15) << 2) | ((c ?? 0) >> 6));
    out += c === undefined ? '=' : char(c & 63);
  }
  return out;
}

function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] !== '%') {
      bytes.push(escaped.charCodeAt(at));
      continue;
    }
    bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
    at += 2;
  }
  return bytes;
}

function char(index: number): string {
  return ALPHABET[index] ?? '';
}
