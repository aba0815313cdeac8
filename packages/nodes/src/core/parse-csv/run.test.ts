import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { base64 } from '../../connectors/kit/base64.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseCsvNode } from './definition.ts';
import { runParseCsv } from './run.ts';

const parse = (input: Json, form: object = {}) =>
  runParseCsv({ params: parseCsvNode.params.parse(form), input }, contextFor());

it('reads the message into rows and keeps leading zeros', async () => {
  expect(await parse('sku;menge\n00042;1,5\n', { numbers: [{ column: 'menge' }], decimal: 'comma' })).toEqual({
    port: 'out',
    value: { columns: ['sku', 'menge'], rows: [{ sku: '00042', menge: 1.5 }], issues: [], issueCount: 0 },
  });
});

it('sends a file with a faulty row aside, with every issue and its line', async () => {
  expect(await parse('a,b\n1\n2,3\n"4"x,5\n')).toMatchObject({
    port: 'rejected',
    value: {
      message: '2 rows have issues. The first: Line 2 has 1 values, but there are 2 columns.',
      issues: [{ line: 2 }, { line: 4 }],
      rowCount: 1,
    },
  });
});

it('goes on with the good rows when it is told to, unless the file cannot be read to its end', async () => {
  expect(await parse('a,b\n1\n2,3\n', { onIssue: 'skip' })).toMatchObject({
    port: 'out',
    value: { rows: [{ a: '2', b: '3' }], issueCount: 1 },
  });
  expect(await parse('a\n1\n2\n', { onIssue: 'skip', maxRows: 1 })).toMatchObject({ port: 'rejected' });
});

it('reads the dialect of its form', async () => {
  const form = {
    delimiter: 'other',
    otherDelimiter: '~',
    quote: 'single',
    escape: 'backslash',
    header: 'none',
    comment: '#',
  };
  expect(await parse("#x\n'it\\'s'~2\nSum~2", { ...form, totalsRows: 1 })).toMatchObject({
    port: 'out',
    value: { columns: null, rows: [["it's", '2']] },
  });
  expect(await parse('1\t2', { delimiter: 'tab', header: 'named', columnNames: ['a', 'b'] })).toMatchObject({
    value: { rows: [{ a: '1', b: '2' }] },
  });
});

it('reads bytes in the encoding of its form, given as Base64', async () => {
  const content = base64(Buffer.from('ort\nK\xf6ln\n', 'latin1'));
  expect(await parse(null, { content, encoding: 'windows-1252' })).toMatchObject({
    value: { rows: [{ ort: 'Köln' }] },
  });
  expect(await failureOf(parse({ rows: [] }))).toMatchObject({ kind: 'item', code: 'content-not-text' });
});
