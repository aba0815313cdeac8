/** Text between tags. A CR is written as a reference: readers turn a plain one into LF. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, reference);
}

/** Text in an attribute; line breaks and tabs as references, because readers turn plain ones into blanks. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, reference);
}

function reference(char: string): string {
  switch (char) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    default:
      return `&#${char.charCodeAt(0)};`;
  }
}

/** Place of the first character XML 1.0 has no way to write; -1 when there is none. @see XML 1.0, 2.2 */
export function firstUnwritable(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 ? unit !== 0x9 && unit !== 0xa && unit !== 0xd : unit === 0xfffe || unit === 0xffff) return at;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const low = text.charCodeAt(at + 1);
    if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return at;
    at += 1;
  }
  return -1;
}

const FIRST =
  'A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}\\u{2070}-\\u{218f}' +
  '\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}';
const NAME = `[${FIRST}][${FIRST}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}\\u{2040}]*`;
const QUALIFIED_NAME = new RegExp(`^(?:${NAME}:)?${NAME}$`, 'u');

/** Whether a text is a name XML takes, with a prefix or without. @see XML 1.0, 2.3; Namespaces in XML 1.0, 4 */
export function isQualifiedName(name: string): boolean {
  return QUALIFIED_NAME.test(name);
}
