import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalidUtf8At, parseStrictJson } from './strict-json.ts';

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text));
const suite = new URL('../../../../../../shared/suites/json-test-suite/test_parsing/', import.meta.url);

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const wanted = JSON.parse(text);
        const hasBigInteger = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/.test(text);
        if (!hasBigInteger) expect(parse(text)).toEqual({ ok: true, value: wanted });
      }),
    );
  });

  it('answers for any text as JSON.parse does, unless a stricter rule holds', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '.5',
      'e1',
      'true',
      ' ',
      '\n',
      '"\\u0061"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = parse(pieces.join(''));
        const isJson = (() => {
          try {
            JSON.parse(pieces.join(''));
            return true;
          } catch {
            return false;
          }
        })();
        const isDuplicate = !result.ok && result.reason.endsWith('appears twice.');
        if (!isDuplicate) expect(result.ok).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":1,\n "a":2}', 'The key "a" appears twice.', { line: 2, column: 2 }],
    ['{"a":1,"\\u0061":2}', 'The key "a" appears twice.', { line: 1, column: 8 }],
    ['["\\ud800"]', 'Half of a surrogate pair stands alone in a string.', { line: 1, column: 3 }],
    ['["\\udc00\\ud800"]', 'Half of a surrogate pair stands alone in a string.', { line: 1, column: 3 }],
    ['{"a":1e400}', 'The number is too large.', { line: 1, column: 6 }],
    [' ', 'The body is empty.', { line: 1, column: 2 }],
    ['[1', 'Expected , or ].', { line: 1, column: 3 }],
    ['[1,', 'The text ends too early.', { line: 1, column: 4 }],
    ['{"a":"x\ny"}', 'A control character stands unescaped in a string.', { line: 1, column: 8 }],
    ['{} x', 'Text after the end of the value.', { line: 1, column: 4 }],
    ["{'a':1}", 'Expected a key in double quotes.', { line: 1, column: 2 }],
  ])('refuses %j and says where', (text, reason, place) => {
    expect(parse(text)).toEqual({ ok: false, reason, place });
  });

  it('takes 512 levels, refuses 513, and is quick about 100,000', () => {
    expect(parse(`${'['.repeat(512)}${']'.repeat(512)}`).ok).toBe(true);
    expect(parse(`${'['.repeat(513)}${']'.repeat(513)}`)).toEqual({
      ok: false,
      reason: 'Nested deeper than 512 levels.',
      place: { line: 1, column: 513 },
    });
    expect(parse('['.repeat(100_000)).ok).toBe(false);
    expect(parse('{"a":'.repeat(100_000)).ok).toBe(false);
  });

  it('keeps integers no double holds, as text', () => {
    expect(
      parse('{"id":9007199254740993,"safe":9007199254740991,"text":"9007199254740993","n":[-99999999999999999999]}'),
    ).toEqual({
      ok: true,
      value: {
        id: '9007199254740993',
        safe: 9007199254740991,
        text: '9007199254740993',
        n: ['-99999999999999999999'],
      },
    });
  });

  it('makes __proto__ an ordinary key', () => {
    const result = parse('{"__proto__":{"polluted":true}}');
    expect(result.ok && Object.keys(result.value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('names the byte that is not UTF-8', () => {
    expect(parseStrictJson(Uint8Array.from([0x22, 0x61, 0xff, 0x22]))).toEqual({
      ok: false,
      reason: 'The body is not UTF-8.',
      place: { byte: 2 },
    });
    expect(invalidUtf8At(Uint8Array.from([0xc3, 0xa9, 0x61, 0xc0, 0x80]))).toBe(3);
  });
});

const files = existsSync(suite) ? readdirSync(suite) : [];
describe.skipIf(files.length === 0)('JSON test suite (skipped where ../shared/suites is absent)', () => {
  /** Implementations choose; ours is the stricter reading, except for digits beyond a double, which are kept as text. */
  const accepted = new Set([
    'i_number_double_huge_neg_exp.json',
    'i_number_real_underflow.json',
    'i_number_too_big_neg_int.json',
    'i_number_too_big_pos_int.json',
    'i_number_very_big_negative_int.json',
    'i_structure_500_nested_arrays.json',
    'i_structure_UTF-8_BOM_empty_object.json',
  ]);
  /** Valid JSON that we refuse on purpose. */
  const stricter = new Set(['y_object_duplicated_key.json', 'y_object_duplicated_key_and_value.json']);
  it.each(files.length === 0 ? ['absent'] : files)('%s', (file) => {
    const wanted = file.startsWith('y_') ? !stricter.has(file) : accepted.has(file);
    expect(parseStrictJson(readFileSync(new URL(encodeURIComponent(file), suite))).ok).toBe(wanted);
  });
});
