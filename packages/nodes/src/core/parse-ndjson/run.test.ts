import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseNdjson } from './definition.ts';
import { runParseNdjson } from './run.ts';

const parse = (input: Json, form: object = {}) =>
  runParseNdjson({ params: parseNdjson.params.parse(form), input }, contextFor());

it('reads one value a line', async () => {
  expect(await parse('{"a":1}\n\n[2]\n')).toEqual({
    port: 'out',
    value: { rows: [{ a: 1 }, [2]], issues: [], issueCount: 0 },
  });
});

it('sends a text with a faulty line aside, or goes on without the line when it is told to', async () => {
  const text = '1\n{"a":}\n3\n';
  expect(await parse(text)).toMatchObject({
    port: 'rejected',
    value: { message: 'Line 2, column 6: Expected a value.', issueCount: 1, rowCount: 2 },
  });
  expect(await parse(text, { onIssue: 'skip' })).toMatchObject({ port: 'out', value: { rows: [1, 3], issueCount: 1 } });
  expect(await parse('1\n2\n', { onIssue: 'skip', maxRows: 1 })).toMatchObject({ port: 'rejected' });
});

it('takes what is no text for a fault of the message', async () => {
  expect(await failureOf(parse({ a: 1 }))).toMatchObject({ kind: 'item', code: 'content-not-text' });
});
