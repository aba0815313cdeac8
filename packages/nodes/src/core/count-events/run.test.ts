import type { EventRange } from '@lockstep/schema/node';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { countEvents } from './definition.ts';
import { runCountTopics } from './run.ts';

it('asks for the days up to a moment, adds up, and hands on what to ask the other system for', async () => {
  const asked: EventRange[] = [];
  const ctx = contextFor({
    now: Date.UTC(2026, 10, 26, 9),
    countEvents: async (range) => {
      asked.push(range);
      const [topic = ''] = range.topics;
      const counts = [
        { topic, date: '2026-11-25', events: 3 },
        { topic, date: '2026-11-26', events: 4 },
      ];
      return { from: '2026-11-24T23:00:00.000Z', counts, incomplete: [] };
    },
  });
  const step = (form: object) =>
    runCountTopics(
      { params: countEvents.params.parse({ topics: 'order.completed, return.refunded', ...form }), input: null },
      ctx,
    );
  expect(await step({ timeZone: 'Europe/Berlin', until: '2026-11-26T09:00:00+01:00' })).toMatchObject({
    port: 'counted',
    value: { total: 7, from: '2026-11-24T23:00:00.000Z', until: '2026-11-26T08:00:00.000Z', timeZone: 'Europe/Berlin' },
  });
  await step({});
  expect(asked.map(({ until, days, topics }) => [until, days, topics])).toEqual([
    ['2026-11-26T08:00:00.000Z', 2, ['order.completed', 'return.refunded']],
    ['2026-11-26T09:00:00.000Z', 2, ['order.completed', 'return.refunded']],
  ]);
  expect(await failureOf(step({ until: 'yesterday' }))).toMatchObject({
    kind: 'item',
    message: '"yesterday" is no moment: write 2026-11-26T23:00:00Z.',
  });
});
