import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { writeNdjsonNode } from './definition.ts';
import { runWriteNdjson } from './run.ts';

const write = (input: Json, form: object = {}) =>
  runWriteNdjson({ params: writeNdjsonNode.params.parse(form), input }, contextFor());

it('writes each value of the list as a line', async () => {
  expect(await write([{ a: 1 }, 'x\ny', null])).toEqual({ port: 'out', value: '{"a":1}\n"x\\ny"\nnull\n' });
  expect((await write({}, { rows: [] })).value).toBe('');
});

it('takes what is no list for a fault of the message', async () => {
  expect(await failureOf(write({ a: 1 }))).toMatchObject({
    kind: 'item',
    code: 'rows-not-a-list',
    message: 'The rows are an object, not a list.',
  });
});
