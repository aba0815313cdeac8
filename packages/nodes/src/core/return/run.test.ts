import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { runReturn } from './run.ts';

it('gives the message when no value is set', async () => {
  expect(await runReturn({ params: {}, input: { held: 2 } }, contextFor())).toEqual({
    port: 'out',
    value: { held: 2 },
  });
});

it('gives the value that is set, also nothing', async () => {
  for (const value of [{ ok: true }, null, 0, '']) {
    expect(await runReturn({ params: { value }, input: 1 }, contextFor())).toEqual({ port: 'out', value });
  }
});
