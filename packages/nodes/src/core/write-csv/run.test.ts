import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { writeCsvNode } from './definition.ts';
import { runWriteCsv } from './run.ts';

const write = (input: Json, form: object = {}) =>
  runWriteCsv({ params: writeCsvNode.params.parse(form), input }, contextFor());

it('writes the message as rows', async () => {
  expect(await write([{ sku: '007', price: 1.5 }])).toEqual({ port: 'out', value: 'sku,price\r\n007,1.5\r\n' });
});

it('writes what its form says', async () => {
  const form = {
    rows: [{ a: 1.5, b: '=1' }],
    columns: ['b', 'a'],
    delimiter: 'semicolon',
    quotes: 'everywhere',
    decimal: 'comma',
    newline: 'lf',
    byteOrderMark: true,
    escapeFormulas: true,
  };
  expect((await write(null, form)).value).toBe('\ufeff"b";"a"\n"\'=1";"1,5"\n');
});

it('gives bytes as Base64 in the encoding of its form', async () => {
  const { value } = await write([['Köln']], { header: false, encoding: 'windows-1252' });
  expect(Buffer.from(value, 'base64').toString('latin1')).toBe('Köln\r\n');
});

it('names the cell that cannot be written', async () => {
  expect(await failureOf(write([{ a: 1 }, { a: {} }]))).toMatchObject({
    kind: 'item',
    code: 'csv-not-written',
    message: 'Row 2, column a: The value is an object, which does not fit into a cell; give text instead.',
  });
  expect(await failureOf(write({ a: 1 }))).toMatchObject({ message: 'The rows are an object, not a list.' });
  expect(await failureOf(write([['a,b']], { quotes: 'never', header: false }))).toMatchObject({ kind: 'item' });
});
