const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Base64 of a text's UTF-8 bytes. Here because nodes are compiled for any host: neither `btoa` nor `Buffer` is a given.
 *
 * @throws URIError when the text has a lone surrogate
 * @see RFC 4648, 4
 */
export function base64Utf8(text: string): string {
  return base64(utf8(text));
}

/** Base64 of bytes, padded. @see RFC 4648, 4 */
export function base64(bytes: Readonly<ArrayLike<number>>): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    out += char(a >> 2) + char(((a & 3) << 4) | ((b ?? 0) >> 4));
    out += b === undefined ? '=' : char(((b & 15) << 2) | ((c ?? 0) >> 6));
    out += c === undefined ? '=' : char(c & 63);
  }
  return out;
}

/** The bytes of Base64, standard or URL-safe, padded or not, with line breaks or without; undefined when it is neither. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const compact = text
    .replace(/[\r\n\t ]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const chars = compact.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(chars) || chars.length % 4 === 1) return undefined;
  if (compact !== chars && compact.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((chars.length * 3) / 4));
  let [bits, held, count] = [0, 0, 0];
  for (let at = 0; at < chars.length; at += 1) {
    held = ((held << 6) | (VALUES[chars.charCodeAt(at)] ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[count] = (held >> bits) & 0xff;
    count += 1;
  }
  return bytes;
}

/** Value of a character by its code. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))));

/** Bytes of a text in UTF-8. */
export function utf8(text: string): readonly number[] {
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
