import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { parseFixedWidth } from './definition.ts';
import { runParseFixedWidth } from './run.ts';

const fields = [
  { name: 'sku', start: 1, length: 5 },
  { name: 'quantity', start: 6, length: 4, type: 'number' },
];
const parse = (input: Json, form: object = {}) =>
  runParseFixedWidth(
    { params: parseFixedWidth.params.parse({ records: [{ name: 'stock', fields }], ...form }), input },
    contextFor(),
  );

it('reads lines of one kind into objects by field', async () => {
  expect(await parse('00042  12\nMUG     3\n')).toEqual({
    port: 'out',
    value: {
      rows: [
        { sku: '00042', quantity: 12 },
        { sku: 'MUG', quantity: 3 },
      ],
      issues: [],
      issueCount: 0,
    },
  });
});

it('tells kinds of lines apart by their record type', async () => {
  const records = [
    { name: 'header', match: 'H', fields: [{ name: 'date', start: 2, length: 8, type: 'date' }] },
    { name: 'line', match: 'L', fields: [{ name: 'sku', start: 2, length: 8 }] },
  ];
  const form = { records, recordTypeStart: 1, recordTypeLength: 1 };
  expect((await parse('H20261123\nLMUG\n', form)).value).toMatchObject({
    rows: [
      { record: 'header', values: { date: '2026-11-23' } },
      { record: 'line', values: { sku: 'MUG' } },
    ],
  });
});

it('sends a file with a faulty line aside, or goes on without it when it is told to', async () => {
  const text = 'A       x\nB       1\n';
  expect(await parse(text)).toMatchObject({
    port: 'rejected',
    value: { message: 'Line 1, quantity (from 6): "   x" is no number.', rowCount: 1 },
  });
  expect(await parse(text, { onIssue: 'skip' })).toMatchObject({ port: 'out', value: { issueCount: 1 } });
});

it('refuses a layout whose fields share a character', () => {
  const records = [{ name: 'a', fields: [fields[0], { name: 'b', start: 5, length: 1 }] }];
  expect(parseFixedWidth.params.safeParse({ records }).error?.issues[0]?.message).toBe('sku and b share a character.');
});
