import { expect, it } from 'vitest';
import { dateOf, errorOf, literal, sapMessages } from './odata.ts';

const answer = (text: string, headers: Record<string, string> = {}) => ({ status: 400, headers, cookies: [], text });

it.each([
  ['abc', "'abc'"],
  ["O'Neil's", "'O''Neil''s'"],
  ["' or 1 eq 1 or '", "''' or 1 eq 1 or '''"],
  ['', "''"],
])('writes %j as the literal %s', (text, written) => {
  expect(literal(text)).toBe(written);
});

it.each([
  ['/Date(1471392000000)/', '2016-08-17'],
  ['/Date(1472796947125+0000)/', '2016-09-02'],
  ['/Date(-1)/', '1969-12-31'],
  ['/Date(99999999999999999)/', undefined],
  ['2016-08-17', undefined],
  [null, undefined],
])('reads the date %j as %s', (value, date) => {
  expect(dateOf(value)).toBe(date);
});

it('reads error envelopes with a message as object or text, and nothing else', () => {
  expect(errorOf(answer('{"error":{"code":"V1/045","message":{"lang":"en","value":"No."}}}'))).toEqual({
    code: 'V1/045',
    message: 'No.',
    complaints: [],
  });
  expect(errorOf(answer('{"error":{"message":"No."}}'))).toEqual({ code: '', message: 'No.', complaints: [] });
  expect(errorOf(answer('<html>'))).toBeUndefined();
  expect(errorOf(answer('{"error":"No."}'))).toBeUndefined();
});

it('reads the message header with its details, and keeps one that is no JSON as text', () => {
  const header = {
    code: 'A/1',
    message: 'One',
    severity: 'warning',
    details: [
      { code: 'A/2', message: 'Two', severity: 'error' },
      { code: 'A/3', message: 'Three', severity: 'success' },
    ],
  };
  expect(sapMessages(answer('', { 'sap-message': JSON.stringify(header) }))).toEqual([
    { severity: 'warning', code: 'A/1', message: 'One' },
    { severity: 'error', code: 'A/2', message: 'Two' },
    { severity: 'info', code: 'A/3', message: 'Three' },
  ]);
  expect(sapMessages(answer('', { 'sap-message': 'check it' }))).toEqual([
    { severity: 'warning', code: 'sap-message', message: 'check it' },
  ]);
  expect(sapMessages(answer(''))).toEqual([]);
});
