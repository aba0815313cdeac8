import { expect, it } from 'vitest';
import { odataErrorOf, sapMessages } from './odata-error.ts';
import { readJson } from './read-json.ts';

const answer = (headers: Record<string, string>) => ({ headers });
const errorOf = (text: string) => odataErrorOf(readJson(text));

it('reads error envelopes with a message as object or text, and nothing else', () => {
  expect(errorOf('{"error":{"code":"V1/045","message":{"lang":"en","value":"No."}}}')).toEqual({
    code: 'V1/045',
    message: 'No.',
    complaints: [],
  });
  expect(errorOf('{"error":{"message":"No."}}')).toEqual({ code: '', message: 'No.', complaints: [] });
  expect(errorOf('<html>')).toBeUndefined();
  expect(errorOf('{"error":"No."}')).toBeUndefined();
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
  expect(sapMessages(answer({ 'sap-message': JSON.stringify(header) }))).toEqual([
    { severity: 'warning', code: 'A/1', message: 'One' },
    { severity: 'error', code: 'A/2', message: 'Two' },
    { severity: 'info', code: 'A/3', message: 'Three' },
  ]);
  expect(sapMessages(answer({ 'sap-message': 'check it' }))).toEqual([
    { severity: 'warning', code: 'sap-message', message: 'check it' },
  ]);
  expect(sapMessages(answer({}))).toEqual([]);
});

it('reads the details of v4', () => {
  const body = {
    error: { code: 'V1/045', message: 'No.', details: [{ code: 'X', message: 'Why.', target: 'to_Item' }] },
  };
  expect(odataErrorOf(body)?.complaints).toEqual([{ severity: 'info', code: 'X', message: 'Why.', target: 'to_Item' }]);
});
