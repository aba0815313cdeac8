import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { runMap } from './run.ts';

it('answers what the script makes of the message', async () => {
  const script =
    'export default function map(input: { n: number }) { return { twice: input.n * 2, gone: undefined }; }';
  const ctx = contextFor({ scripts: { script } });
  expect(await runMap({ params: { script }, input: { n: 21 } }, ctx)).toEqual({ port: 'out', value: { twice: 42 } });
});

it('leaves what the script throws as it is: the runtime knows the line', async () => {
  const script = "function map() { throw new TypeError('no lines'); }";
  const ctx = contextFor({ scripts: { script } });
  await expect(runMap({ params: { script }, input: {} }, ctx)).rejects.toThrow('no lines');
});
