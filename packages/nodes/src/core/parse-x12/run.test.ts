import { expect, it } from 'vitest';
import { base64 } from '../../connectors/kit/base64.ts';
import { confirmation } from '../../formats/edi/x12/samples.ts';
import { contextFor } from '../../testing/context.ts';
import { wireIssues } from '../../testing/wire-issues.ts';
import { parseX12 } from './definition.ts';
import { runParseX12 } from './run.ts';

const parse = (input: string, form: object = {}) =>
  runParseX12({ params: parseX12.params.parse(form), input }, contextFor());

it('reads lines of an acknowledgement by name, with the meaning of their codes', async () => {
  const { port, value } = await parse(confirmation());
  expect(port).toBe('out');
  expect(value).toMatchObject({
    interchanges: [{ key: 'ZZ:SUPPLIER:ZZ:RETAILER:000000101', isRepeated: false, groups: [{ functionalId: 'PR' }] }],
    transactions: [
      {
        set: '855',
        controlNumber: '0001',
        status: 'accepted',
        data: {
          acknowledgement: { purchaseOrder: 'PO-1042', date: '2026-11-26' },
          lines: [
            { quantity: 2, unitPrice: '12.50', acknowledgements: [{ status: 'IA', statusMeaning: 'Accepted' }] },
            { quantity: 1, acknowledgements: [{ status: 'IB', statusMeaning: 'Backordered', date: '2026-12-04' }] },
          ],
        },
      },
    ],
    issueCount: 0,
  });
});

it('rejects what breaks the standard, and takes it with a warning where the partner is forgiven it', async () => {
  const wrong = confirmation().replace('SE*9*', 'SE*8*');
  expect(await parse(wrong)).toMatchObject({
    port: 'rejected',
    value: {
      message: `Segment 11 (SE, byte ${wrong.indexOf('SE*8')}): SE states 8 segments, but there are 9.`,
      receipts: [{ groups: [{ status: 'rejected' }] }],
    },
  });
  expect(await parse(wrong, { mode: 'lenient' })).toMatchObject({
    port: 'out',
    value: {
      transactions: [{ status: 'accepted-with-errors' }],
      warnings: [{ code: 'se-count', controlNumber: '0001' }],
    },
  });
  expect(await parse(wrong, { mode: 'lenient', forgive: { counts: false } })).toMatchObject({ port: 'rejected' });
});

it('goes on with the good transactions when it is told to', async () => {
  const two = confirmation({ second: true }).replace('PO1*1*2*EA', 'PO1*1*two*EA');
  expect(await parse(two)).toMatchObject({ port: 'rejected', value: { issueCount: 1 } });
  expect(await parse(two, { onIssue: 'skip' })).toMatchObject({
    port: 'out',
    value: {
      transactions: [{ controlNumber: '0002' }],
      receipts: [
        { groups: [{ status: 'partly-accepted', transactions: [{ status: 'rejected' }, { status: 'accepted' }] }] },
      ],
    },
  });
});

it('refuses another set than the one expected, and leaves raw segments out when nobody wants them', async () => {
  expect(await parse(confirmation(), { set: '850' })).toMatchObject({
    port: 'rejected',
    value: { issues: [{ code: 'set-unexpected' }] },
  });
  expect(await parse(confirmation(), { set: '855', raw: 'unknown' })).toMatchObject({
    value: { transactions: [{ segments: [] }] },
  });
});

it('reads bytes in the encoding of its form', async () => {
  const bytes = Buffer.from(confirmation().replace('Blue mug', 'Fl\u00e4schli'), 'latin1');
  expect(await parse(base64(bytes), { encoding: 'iso-8859-1' })).toMatchObject({
    value: { transactions: [{ data: { lines: [{ descriptions: [{ text: 'Fl\u00e4schli' }] }, {}] } }] },
  });
});

it('tells the steps behind which fields the expected set has', () => {
  const issuesOf = (expression: string) =>
    wireIssues(parseX12, { set: '855' }, expression).map(({ message }) => message);
  expect(issuesOf('input.transactions[0].data.lines[0].acknowledgements[0].statusMeaning')).toEqual([]);
  expect(issuesOf('input.transactions[0].data.lines[0].quantiti')).toEqual([
    'The message has no field transactions[].data.lines[].quantiti; is transactions[].data.lines[].quantity meant?',
  ]);
});
