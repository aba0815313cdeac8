import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { log } from './definition.ts';
import { runLog } from './run.ts';

it('writes one line and lets the message pass unchanged', async () => {
  const ctx = contextFor();
  const params = log.params.parse({ level: 'warn', message: 'Short', data: { sku: 'a' } });
  expect(await runLog({ params, input: [1] }, ctx)).toEqual({ port: 'out', value: [1] });
  expect(ctx.logs).toEqual([{ level: 'warn', message: 'Short', data: { sku: 'a' } }]);
});
