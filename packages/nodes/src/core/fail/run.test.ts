import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { fail } from './definition.ts';
import { runFail } from './run.ts';

const failing = (params: object) => failureOf(runFail({ params: fail.params.parse(params), input: {} }, contextFor()));

it('ends with the reason the author wrote', async () => {
  expect(await failing({ message: 'No address.', code: 'no-address', details: [1] })).toEqual({
    kind: 'item',
    category: 'validation',
    code: 'no-address',
    message: 'No address.',
    details: [1],
  });
});

it('tells a no of the business from a wrong message', async () => {
  expect(await failing({ message: 'Customer is blocked.', kind: 'refused' })).toEqual({
    kind: 'refused',
    category: 'business',
    code: 'failed-by-flow',
    message: 'Customer is blocked.',
  });
});
