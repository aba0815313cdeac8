import { describe, expect, it } from 'vitest';
import { ProblemError } from '../problem.ts';
import { type BodyKind, readMessage } from './message.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));

function read(bytes: Uint8Array, type: string | undefined, kind?: BodyKind) {
  try {
    return readMessage(bytes, type, kind);
  } catch (error) {
    if (error instanceof ProblemError) return { code: error.code, detail: error.message };
    throw error;
  }
}

describe('a body by its content type', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    [undefined, '[1]', [1]],
    ['application/cloudevents+json', '1', 1],
    ['text/csv; header=present', 'a,b\r\n', 'a,b\r\n'],
    ['application/x-ndjson', '{}\n{}', '{}\n{}'],
    ['application/EDI-X12', 'ISA*00', 'ISA*00'],
    ['application/edifact', 'UNB+', 'UNB+'],
    ['application/soap+xml; charset=utf-8; action="x"', '<a/>', '<a/>'],
  ])('%s', (type, text, message) => {
    expect(read(utf8(text), type)).toEqual(message);
  });

  it('that is no text is not taken', () => {
    expect(read(utf8('x'), 'application/octet-stream')).toMatchObject({ code: 'media-type-unsupported' });
  });
});

describe('text', () => {
  it.each([
    ['the charset its sender names', latin1('Köln'), 'text/plain; charset=ISO-8859-1', 'Köln'],
    ['windows-1252', latin1('5 \x80'), 'text/csv; charset="windows-1252"', '5 €'],
    ['utf-16', utf16('Köln'), 'text/plain; charset=utf-16', 'Köln'],
    ['a byte order mark, whatever is named', utf16('\ufeffKöln'), 'text/plain; charset=utf-8', 'Köln'],
    [
      'the XML declaration',
      latin1('<?xml version="1.0" encoding="ISO-8859-1"?><o>Köln</o>'),
      'text/xml',
      expect.stringContaining('<o>Köln</o>'),
    ],
    [
      'the syntax identifier of EDIFACT',
      latin1("UNB+UNOC:3+A+B'NAD+Köln'"),
      'application/edifact',
      "UNB+UNOC:3+A+B'NAD+Köln'",
    ],
    [
      'UTF-8 where it is UTF-8, whatever the document says',
      utf8("UNB+UNOC:3+Köln'"),
      'application/edifact',
      "UNB+UNOC:3+Köln'",
    ],
  ])('is read in %s', (_, bytes, type, text) => {
    expect(read(bytes, type)).toEqual(text);
  });

  it('is refused when it is not in its charset, or in one nobody knows', () => {
    expect(read(latin1('K\xf6ln'), 'text/plain')).toEqual({
      code: 'body-malformed',
      detail: 'The body is not UTF-8. Byte 1.',
    });
    expect(read(utf16('K').subarray(0, 1), 'text/plain; charset=utf-16le')).toMatchObject({ code: 'body-malformed' });
    expect(read(utf8('x'), 'text/plain; charset=utf-7')).toMatchObject({ code: 'media-type-unsupported' });
    expect(read(latin1('<?xml version="1.0" encoding="x-mac"?><o>\xf6</o>'), 'text/xml')).toMatchObject({
      code: 'media-type-unsupported',
    });
  });
});

it('is read in the way the webhook says, whatever its content type', () => {
  expect(read(utf8('{"a":1}'), 'text/plain', 'json')).toEqual({ a: 1 });
  expect(read(utf8('{"a":1}'), 'application/json', 'text')).toBe('{"a":1}');
  expect(read(utf8('ISA*'), 'application/octet-stream', 'text')).toBe('ISA*');
  expect(read(Uint8Array.of(0xff, 0x00), 'image/png', 'bytes')).toBe('/wA=');
});
