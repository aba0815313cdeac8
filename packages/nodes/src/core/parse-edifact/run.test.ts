import { expect, it } from 'vitest';
import { base64 } from '../../connectors/kit/base64.ts';
import { orderResponse } from '../../formats/edi/edifact/samples.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { wireIssues } from '../../testing/wire-issues.ts';
import { parseEdifact } from './definition.ts';
import { runParseEdifact } from './run.ts';

const parse = (input: string, form: object = {}) =>
  runParseEdifact({ params: parseEdifact.params.parse(form), input }, contextFor());

it('reads lines of an order response by name, with the meaning of their codes', async () => {
  expect(await parse(orderResponse())).toMatchObject({
    port: 'out',
    value: {
      interchanges: [{ key: '14:4012345000009:14:5400110000009:S101', syntax: 'UNOC', application: 'ORDRSP' }],
      messages: [
        {
          type: 'ORDRSP',
          release: '96A',
          association: 'EAN005',
          group: null,
          status: 'accepted',
          data: {
            document: {
              number: { id: 'OR-7781' },
              response: 'AC',
              responseMeaning: 'Acknowledged with detail and change',
            },
            references: [{ value: 'PO-1042', dates: [{ moment: '2026-11-25' }] }],
            parties: [{ party: 'BY' }, { party: 'SU', name: { name1: "M'Ug & Söhne" } }],
            lines: [
              { line: '1', item: { id: '4012345678901' }, quantities: [{ quantity: 2 }], prices: [{ price: '12.50' }] },
              {
                actionMeaning: 'Changed',
                quantities: [{ quantity: 3 }, { quantity: 1 }],
                dates: [{ moment: '2026-12-04' }],
              },
            ],
          },
        },
      ],
      issueCount: 0,
    },
  });
});

it('rejects what breaks the standard, and takes it with a warning where the partner is forgiven it', async () => {
  const wrong = orderResponse().replace('UNT+19', 'UNT+18');
  expect(await parse(wrong)).toMatchObject({
    port: 'rejected',
    value: { receipts: [{ messages: [{ status: 'rejected', code: '29' }] }] },
  });
  expect(await parse(wrong, { mode: 'lenient' })).toMatchObject({
    port: 'out',
    value: { messages: [{ status: 'accepted-with-errors' }], warnings: [{ code: 'unt-count', controlNumber: '1' }] },
  });
});

it('refuses another type than the one expected', async () => {
  expect(await parse(orderResponse(), { message: 'ORDERS' })).toMatchObject({
    port: 'rejected',
    value: { issues: [{ code: 'type-unexpected' }] },
  });
});

it('reads bytes in the character set UNB names', async () => {
  const bytes = Buffer.from(orderResponse(), 'latin1');
  const sent = { messages: [{ data: { parties: [{}, { name: { name1: "M'Ug & Söhne" } }] } }] };
  expect(await parse(base64(bytes), { encoding: 'by-syntax' })).toMatchObject({ value: sent });
  expect(
    await parse(base64(Buffer.from(orderResponse().replace('UNOC', 'UNOY'))), { encoding: 'by-syntax' }),
  ).toMatchObject({ value: sent });
  const broken = base64(Buffer.from(orderResponse().replace('UNOC', 'UNOY'), 'latin1'));
  expect(await failureOf(parse(broken, { encoding: 'by-syntax' }))).toMatchObject({ code: 'encoding' });
});

it('tells the steps behind which fields the expected type has', () => {
  const issuesOf = (expression: string) =>
    wireIssues(parseEdifact, { message: 'ORDRSP' }, expression).map(({ message }) => message);
  expect(issuesOf('input.messages[0].data.lines.map((line) => line.quantities[0].qualifierMeaning)')).toEqual([]);
  expect(issuesOf('input.messages[0].data.line')).toEqual([
    'The message has no field messages[].data.line; is messages[].data.lines meant?',
  ]);
});
