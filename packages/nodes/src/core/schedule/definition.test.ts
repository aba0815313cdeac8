import { expect, it } from 'vitest';
import { schedule } from './definition.ts';

it('takes five or six fields, in UTC and skipping what was missed unless told otherwise', () => {
  expect(schedule.params.parse({ cron: '0 6 * * 1-5' })).toEqual({
    cron: '0 6 * * 1-5',
    timeZone: 'UTC',
    missed: 'skip',
  });
  for (const cron of ['*/10 * * * * *', '0 9 L * *', '30 2,4 * JAN-MAR MON#1'])
    expect([cron, schedule.params.safeParse({ cron }).success]).toEqual([cron, true]);
});

it.each(['', '* * * *', '* * * * * * *', '@daily', '2026-01-01T00:00:00Z', '= input.cron'])('refuses %j', (cron) => {
  expect(schedule.params.safeParse({ cron }).success).toBe(false);
});

it('refuses time zones nobody knows', () => {
  const withZone = (timeZone: string) => schedule.params.safeParse({ cron: '0 6 * * *', timeZone }).success;
  expect(['America/New_York', 'Europe/Berlin', 'Mars/Olympus', ''].map(withZone)).toEqual([true, true, false, false]);
});
