import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { writeFixedWidthNode } from './definition.ts';
import { runWriteFixedWidth } from './run.ts';

const records = [
  {
    name: 'stock',
    fields: [
      { name: 'sku', start: 1, length: 5 },
      { name: 'price', start: 6, length: 6, type: 'decimal', decimals: 2, align: 'right', pad: 'zero' },
    ],
  },
];
const write = (input: Json, form: object = {}) =>
  runWriteFixedWidth({ params: writeFixedWidthNode.params.parse({ records, ...form }), input }, contextFor());

it('writes the message as lines, each field at its place', async () => {
  expect(await write([{ sku: '007', price: '12.5' }])).toEqual({ port: 'out', value: '007  001250\r\n' });
});

it('writes the record type of each kind of line, in the encoding it is told', async () => {
  const kinds = [{ name: 'line', match: 'LN', fields: [{ name: 'ort', start: 3, length: 5 }] }];
  const form = { records: kinds, recordTypeStart: 1, newline: 'lf', encoding: 'windows-1252' };
  const { value } = await write([{ record: 'line', values: { ort: 'Köln' } }], form);
  expect(Buffer.from(value, 'base64').toString('latin1')).toBe('LNKöln \n');
});

it('names the value that does not fit', async () => {
  expect(await failureOf(write([{ sku: 'TOO-LONG' }]))).toMatchObject({
    kind: 'item',
    code: 'fixed-width-not-written',
    message: 'Row 1, sku: "TOO-LONG" is longer than 5.',
  });
});
