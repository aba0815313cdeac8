import { portsOf } from '@lockstep/schema/node';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { forEach } from './definition.ts';
import { runForEach } from './run.ts';

const params = (more: object = {}) => forEach.params.parse(more);
const feed = (more: object, input: object | null) =>
  runForEach({ params: params(more), input: input as never }, contextFor());

it('goes through the message itself, or the list that is named', async () => {
  expect(await feed({}, ['a', 'b'])).toEqual({ feed: { items: ['a', 'b'] } });
  expect(await feed({ items: [1, 2] }, { lines: [] })).toEqual({ feed: { items: [1, 2] } });
  expect(await feed({}, [])).toEqual({ feed: { items: [] } });
});

it('hands the items over in groups where that is wanted', async () => {
  expect(await feed({ group: 2 }, ['a', 'b', 'c'])).toEqual({ feed: { items: [['a', 'b'], ['c']] } });
});

it.each([
  [{ lines: [] }, 'an object'],
  [null, 'null'],
])('takes what is no list for a fault of the message', async (input, what) => {
  expect(await failureOf(feed({}, input))).toMatchObject({
    kind: 'item',
    code: 'items-no-list',
    message: expect.stringContaining(what),
  });
});

it('makes its rules of the parameters as they come, and defaults of what is none', () => {
  const rules = forEach.scope?.rules;
  expect(rules?.({ parallelism: 4, onError: 'collect', stopWhen: '=input.full', results: 'as-they-end' })).toEqual({
    parallelism: 4,
    onError: 'collect',
    judged: true,
    results: true,
    order: 'ended',
  });
  const plain = { parallelism: 1, onError: 'stop', judged: false, results: true, order: 'items' };
  expect(rules?.({})).toEqual(plain);
  expect(rules?.({ parallelism: '=input.n', onError: 7, stopWhen: ' ', results: null })).toEqual(plain);
  expect(rules?.({ parallelism: 5000, results: 'count' })).toEqual({ ...plain, parallelism: 50, results: false });
});

it('leads into its body, on when it is done, and aside when it fails', () => {
  expect(portsOf(forEach, {})).toEqual(['done', 'each', 'error']);
});
