import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { waitForEvent } from './definition.ts';
import { runWaitForEvent } from './run.ts';

const now = Date.UTC(2026, 10, 23, 8);
const ctx = contextFor({ now, trigger: { kind: 'manual', receivedAt: now - 5000, by: 'test' } });
const parked = (params: object) =>
  runWaitForEvent({ params: waitForEvent.params.parse({ topic: 'return.received', ...params }), input: { a: 1 } }, ctx);

it('waits for its topic and key, and goes on with the message when the time is over', async () => {
  expect(await parked({ key: 'R-1', timeoutMs: 60_000 })).toEqual({
    park: {
      on: { kind: 'event', topic: 'return.received', key: 'R-1', port: 'received' },
      deadline: { at: now + 60_000, port: 'timeout', value: { a: 1 } },
    },
  });
});

it('takes the text of a number as its key', async () => {
  expect(await parked({ key: 1001 })).toMatchObject({ park: { on: { key: '1001' } } });
});

it('leaves out events from before the run, or from before the wait, when told so', async () => {
  expect(await parked({ key: 'x', from: 'run' })).toMatchObject({ park: { on: { since: now - 5000 } } });
  expect(await parked({ key: 'x', from: 'now' })).toMatchObject({ park: { on: { since: now } } });
});

it('refuses topics that only the runtime uses', () => {
  expect(waitForEvent.params.safeParse({ topic: '$callback', key: 'x' }).success).toBe(false);
});
