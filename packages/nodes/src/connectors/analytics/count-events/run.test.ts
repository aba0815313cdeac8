import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { sendEvents } from '../send-events/definition.ts';
import { runSendEvents } from '../send-events/run.ts';
import { analyticsWorld, eventsOf } from '../simulator/world.testing.ts';
import { countIndexedEvents } from './definition.ts';
import { runCountEvents } from './run.ts';

const FORM = {
  connection: 'analytics',
  index: 'retail-events',
  from: '2026-10-24T22:00:00Z',
  until: '2026-10-26T23:00:00Z',
  timeZone: 'Europe/Berlin',
};
const step = (ctx: TestContext, form: object = {}) =>
  runCountEvents({ params: countIndexedEvents.params.parse({ ...FORM, ...form }), input: null }, ctx);
const send = (ctx: TestContext, events: Json) =>
  runSendEvents(
    { params: sendEvents.params.parse({ connection: 'analytics', index: 'retail-events', events }), input: null },
    ctx,
  );

it('counts by type and day of a time zone, the longest day of the year too, and nothing outside of the range', async () => {
  const { ctx } = await analyticsWorld();
  // The 25th of October 2026 has 25 hours in Berlin: from 22:00 UTC of the 24th to 23:00 UTC.
  const hours = eventsOf('order', 1_560, '2026-10-24T21:30:00.000Z');
  await send(ctx, [...hours, ...eventsOf('return', 2, '2026-10-25T22:59:00.000Z')] as Json);
  expect(await step(ctx)).toEqual({
    port: 'counted',
    value: {
      total: 1_532,
      counts: [
        { type: 'order', date: '2026-10-25', events: 1_500 },
        { type: 'order', date: '2026-10-26', events: 30 },
        { type: 'return', date: '2026-10-25', events: 1 },
        { type: 'return', date: '2026-10-26', events: 1 },
      ],
    },
  });
  expect(await step(ctx, { until: FORM.from })).toEqual({ port: 'counted', value: { total: 0, counts: [] } });
});

it('does not take a count for whole that leaves events out, and names what is wrong', async () => {
  const { ctx, faults } = await analyticsWorld();
  await send(ctx, [{ id: 'untyped', receivedAt: FORM.from }]);
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', code: 'analytics-count-incomplete' });
  expect(await failureOf(step(ctx, { index: 'other' }))).toMatchObject({ code: 'analytics-index-unknown' });
  expect(await failureOf(step(ctx, { timeZone: 'Mars/Olympus' }))).toMatchObject({
    kind: 'refused',
    code: 'analytics-refused',
  });
  expect(await failureOf(step(ctx, { from: '2026-10-25' }))).toMatchObject({
    kind: 'item',
    message: '"2026-10-25" is no moment: write 2026-11-26T23:00:00Z.',
  });
  await faults({ status: 503 });
  const failure = await failureOf(step(ctx));
  expect(failure).toMatchObject({ kind: 'transient', category: 'system' });
  expect(failure).not.toHaveProperty('outcomeUnknown');
});
