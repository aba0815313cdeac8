import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { waitForCallback } from './definition.ts';
import { runWaitForCallback } from './run.ts';

it('waits at its own address, and goes on with the message when the time is over', async () => {
  const now = Date.UTC(2026, 10, 23, 8);
  const params = waitForCallback.params.parse({ timeoutMs: 500 });
  expect(await runWaitForCallback({ params, input: [1] }, contextFor({ now }))).toEqual({
    park: { on: { kind: 'callback', port: 'received' }, deadline: { at: now + 500, port: 'timeout', value: [1] } },
  });
});
