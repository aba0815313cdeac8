import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { orderResponse } from '../../formats/edi/edifact/samples.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseEdifact } from '../parse-edifact/definition.ts';
import { runParseEdifact } from '../parse-edifact/run.ts';
import { writeEdifactNode } from './definition.ts';
import { runWriteEdifact } from './run.ts';

const trigger = { kind: 'webhook' as const, receivedAt: Date.UTC(2026, 10, 27, 9, 30) };
const write = async (input: Json, form: object = {}) =>
  (await runWriteEdifact({ params: writeEdifactNode.params.parse(form), input }, contextFor({ trigger }))).value;

const partners = { sender: '5400110000009', senderQualifier: '14', receiver: '4012345000009', controlNumber: 7 };
const order = {
  document: { kind: { code: '220' }, number: 'PO-1042', function: '9' },
  dates: [{ qualifier: '137', moment: '2026-11-27', format: '102' }],
  parties: [{ party: 'SU', name: "M'Ug & Söhne" }],
  lines: [
    {
      line: 1,
      item: { id: '4012345678901', kind: 'EN' },
      quantities: [{ qualifier: '21', quantity: 2 }],
      prices: [{ qualifier: 'AAA', price: 12.5 }],
    },
  ],
  section: { section: 'S' },
};

it('writes fields with their envelopes, counts and references', async () => {
  expect(await write(order, { ...partners, message: 'ORDERS', newline: 'lf', association: 'EAN008' })).toBe(
    [
      "UNA:+.? '",
      "UNB+UNOC:3+5400110000009:14+4012345000009+261127:0930+7'",
      "UNH+1+ORDERS:D:96A:UN:EAN008'",
      "BGM+220+PO-1042+9'",
      "DTM+137:20261127:102'",
      "NAD+SU+++M?'Ug & Söhne'",
      "LIN+1++4012345678901:EN'",
      "QTY+21:2'",
      "PRI+AAA:12.5'",
      "UNS+S'",
      "UNT+9+1'",
      "UNZ+1+7'",
    ]
      .map((segment) => `${segment}\n`)
      .join(''),
  );
});

it('writes what was read as it was, also with a comma and in another version', async () => {
  const read = await runParseEdifact({ params: parseEdifact.params.parse({}), input: orderResponse() }, contextFor());
  expect(await write(read.value as Json, { newline: 'lf' })).toBe(orderResponse());
  const other = await write(read.value as Json, {
    decimal: 'comma',
    syntaxVersion: '4',
    test: 'yes',
    acknowledgement: 'yes',
  });
  expect(other).toMatch(
    /^UNA:\+,\?\*'UNB\+UNOC:4\+4012345000009:14\+5400110000009:14\+20261126:1415\+S101\+\+ORDRSP\+\+1\+\+1'/,
  );
  expect(other).toContain("PRI+AAA:12,50'");
  const again = await runParseEdifact({ params: parseEdifact.params.parse({}), input: other }, contextFor());
  expect(again.value).toMatchObject({
    messages: [{ data: (read.value as { messages: { data: object }[] }).messages[0]?.data }],
  });
});

it('gives bytes in the character set of UNB', async () => {
  const value = await write(order, { ...partners, message: 'ORDERS', encoding: 'by-syntax' });
  expect(Buffer.from(value, 'base64').toString('latin1')).toContain("M?'Ug & Söhne");
  const turkish = { ...order, parties: [{ party: 'SU', city: 'İzmir' }] };
  expect(await failureOf(write(turkish, { ...partners, message: 'ORDERS', encoding: 'by-syntax' }))).toMatchObject({
    message: 'The character "İ" does not exist in UNOC.',
  });
});

it.each([
  [{ ...order, line: [] }, {}, '/messages/0/data/line: There is no such field. There are document, dates'],
  [
    { ...order, dates: [{ qualifier: '137', moment: '27.11.26', format: '102' }] },
    {},
    '"27.11.26" cannot be written in format 102',
  ],
  [{ ...order, parties: [{ party: 'SU', name: { name: 'X' } }] }, {}, '/parties/0/name/name: There is no such field.'],
  [order, { syntax: 'UNOA' }, 'NAD04 has the character "g", which is not of UNOA'],
  [
    { ...order, texts: [{ subject: 'AAI', text: { text1: 'a\nb' } }] },
    {},
    'FTX04 has a line break or another control character',
  ],
])('names what cannot be written by its place: %#', async (data, form, message) => {
  const failure = await failureOf(write(data as Json, { ...partners, message: 'ORDERS', ...form }));
  expect(failure).toMatchObject({
    kind: 'item',
    code: 'edifact-not-written',
    message: expect.stringContaining(message),
  });
});

it('needs partners, a control number and messages', async () => {
  expect(await failureOf(write(order, { message: 'ORDERS', sender: '1', controlNumber: '1' }))).toMatchObject({
    message: expect.stringContaining('There is no receiver'),
  });
  expect(await failureOf(write({ hello: 'world' }))).toMatchObject({ code: 'edifact-no-messages' });
});
