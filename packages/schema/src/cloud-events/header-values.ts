/**
 * An attribute as the value of its `ce-` header: blanks, quotes, percent signs and everything outside printable ASCII are
 * percent-encoded as UTF-8, and nothing else, because many receivers decode nothing.
 *
 * @see CloudEvents 1.0.2, HTTP protocol binding, 3.1.3.2
 */
export function toHeaderValue(value: string | number | boolean): string {
  return String(value)
    .toWellFormed()
    .replace(/[^\x21\x23\x24\x26-\x7e]+/g, encodeURIComponent);
}

/** The attribute in a header value: quoted strings are taken apart, then one round of percent-decoding; `undefined`: not UTF-8. */
export function fromHeaderValue(header: string): string | undefined {
  const text = header.replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1'));
  try {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
  } catch {
    return undefined;
  }
}
