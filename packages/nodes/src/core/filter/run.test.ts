import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { runFilter } from './run.ts';

const input = { lines: [] };

it('lets the message pass when the condition holds', async () => {
  expect(await runFilter({ params: { when: true, reason: 'no' }, input }, contextFor())).toEqual({
    port: 'pass',
    value: input,
  });
});

it('sends it aside with the reason when it does not', async () => {
  expect(await runFilter({ params: { when: false, reason: 'No lines.' }, input }, contextFor())).toEqual({
    port: 'rejected',
    value: { reason: 'No lines.', input },
  });
});
