import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { sendEvent } from './definition.ts';
import { runSendEvent } from './run.ts';

const told = (params: object, ctx = contextFor(), input: Json = { a: 1 }) =>
  runSendEvent({ params: sendEvent.params.parse({ topic: 'order.paid', key: 1001, ...params }), input }, ctx);

it('tells the message under the idempotency key of the step, once for all attempts', async () => {
  const ctx = contextFor({ key: 'run-1:tell:0' });
  expect(await told({}, ctx)).toEqual({
    port: 'out',
    value: { outcome: 'kept', runs: 0, offset: 1, eventId: 'run-1:tell:0' },
  });
  expect(await told({}, ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { outcome: 'duplicate' } });
  expect(ctx.published).toEqual([{ topic: 'order.paid', key: '1001', eventId: 'run-1:tell:0', payload: { a: 1 } }]);
});

it('tells what the author says, under the author’s id', async () => {
  const ctx = contextFor();
  await told({ eventId: 'e-7', payload: null }, ctx);
  expect(ctx.published).toEqual([{ topic: 'order.paid', key: '1001', eventId: 'e-7', payload: null }]);
});

it('refuses what is too large as a fault of the message', async () => {
  expect(await failureOf(told({}, contextFor(), 'x'.repeat(262_144)))).toMatchObject({
    kind: 'item',
    code: 'event-too-large',
  });
});
