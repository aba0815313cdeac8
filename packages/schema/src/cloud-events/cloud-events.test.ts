import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHeaderValue, keyOf, readAttributes, toHeaderValue } from './index.ts';

const least = { specversion: '1.0', id: 'A234', source: '/wms/dub-1', type: 'stock.changed' };

describe('context attributes', () => {
  it('takes those of the specification and extensions of every type; null is not set', () => {
    const all = {
      ...least,
      subject: 'mug-blue',
      time: '2026-11-26T08:00:00.123+01:00',
      datacontenttype: 'application/json',
      dataschema: 'https://example.com/stock/1',
      partitionkey: 'mug',
      sequence: 5,
      urgent: true,
    };
    expect(readAttributes({ ...all, traceparent: null })).toEqual({ ok: true, attributes: all });
  });

  it.each([
    [{ ...least, id: null }, 'The attribute "id" is missing.'],
    [{ ...least, type: '' }, 'The attribute "type" is empty.'],
    [{ ...least, id: 5 }, 'The attribute "id" must be text.'],
    [{ ...least, specversion: '0.3' }, 'The version "0.3" of CloudEvents is not taken; send 1.0.'],
    [{ ...least, time: '26.11.2026' }, 'The attribute "time" is no time as RFC 3339 writes it.'],
    [{ ...least, time: '2026-13-26T08:00:00Z' }, 'The attribute "time" is no time as RFC 3339 writes it.'],
    [{ ...least, source: '/a b' }, 'The attribute "source" is no URI reference: it holds a space.'],
    [{ ...least, dataschema: 'stock' }, 'The attribute "dataschema" is no absolute URI.'],
    [{ ...least, Data: 1 }, '"Data" is no name of an attribute: use small letters and digits.'],
    [{ ...least, size: 1.5 }, 'The attribute "size" must be text, a whole number of 32 bits, or true or false.'],
    [{ ...least, size: 2 ** 31 }, 'The attribute "size" must be text, a whole number of 32 bits, or true or false.'],
    [{ ...least, list: [] }, 'The attribute "list" must be text, a whole number of 32 bits, or true or false.'],
    [{ ...least, subject: 'a\u0000' }, 'The attribute "subject" holds characters that are not allowed.'],
    [{ ...least, subject: '\ud800' }, 'The attribute "subject" holds characters that are not allowed.'],
    [{ ...least, big: 'x'.repeat(20_000) }, expect.stringContaining('16384 are allowed')],
  ])('refuses %j', (given, reason) => {
    expect(readAttributes(given)).toEqual({ ok: false, reason });
  });

  it('an event is about its partition key, else its subject, else its source', () => {
    expect(keyOf(least)).toBe('/wms/dub-1');
    expect(keyOf({ ...least, subject: 'mug-blue' })).toBe('mug-blue');
    expect(keyOf({ ...least, subject: 'mug-blue', partitionkey: 'mug' })).toBe('mug');
  });
});

describe('header values', () => {
  it('writes the example of the specification', () => {
    expect(toHeaderValue('Euro € 😀')).toBe('Euro%20%E2%82%AC%20%F0%9F%98%80');
    expect(toHeaderValue('/wms?a="1"&b=100%')).toBe('/wms?a=%221%22&b=100%25');
  });

  it.each([
    ['a%2f%20b', 'a/ b'],
    ['"say \\"hi\\""', 'say "hi"'],
    ['50%', '50%'],
    ['%2525', '%25'],
    ['%C0%A0', undefined],
    ['%ff', undefined],
  ])('reads %s', (header, value) => {
    expect(fromHeaderValue(header)).toBe(value);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toHeaderValue(text)).toMatch(/^[\x21-\x7e]*$/);
        expect(fromHeaderValue(toHeaderValue(text))).toBe(text);
      }),
    );
  });
});
