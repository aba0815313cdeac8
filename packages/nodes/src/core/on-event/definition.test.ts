import { expect, it } from 'vitest';
import { onEventBatch } from '../on-event-batch/definition.ts';
import { onEvent } from './definition.ts';

it('begins behind what is there unless told otherwise, and needs a time when told so', () => {
  expect(onEvent.params.parse({ topic: 'inventory.changed' })).toEqual({
    topic: 'inventory.changed',
    start: 'now',
    maxInFlight: 100,
  });
  const since = (more: object) => onEvent.params.safeParse({ topic: 't', start: 'time', ...more }).success;
  expect([{}, { startAt: 'noon' }, { startAt: '2026-11-26T08:00:00+01:00' }].map(since)).toEqual([false, false, true]);
  expect(onEvent.params.safeParse({ topic: '$callback' }).success).toBe(false);
});

it('gathers by number, time and size', () => {
  expect(onEventBatch.params.parse({ topic: 't' })).toMatchObject({
    maxEvents: 100,
    maxWaitMs: 60_000,
    maxBytes: 1_000_000,
    maxInFlight: 100,
  });
  expect(onEventBatch.params.safeParse({ topic: 't', maxEvents: 0 }).success).toBe(false);
});
