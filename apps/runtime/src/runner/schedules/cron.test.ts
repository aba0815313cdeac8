import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronProblem, newestTick, ticksAfter } from './cron.ts';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

/** Ticks of a pattern after a moment, as UTC without seconds. */
function ticks(cron: string, timeZone: string, after: string, count: number): readonly string[] {
  const found = ticksAfter({ cron, timeZone }, { after: Date.parse(after), count });
  return found.map((tick) => new Date(tick).toISOString().slice(0, 16));
}

describe('the hour that does not exist', () => {
  it('Berlin, 29 March 2026, 02:00 to 03:00: a time in it runs once, at the first moment after it', () => {
    expect(ticks('30 2 * * *', BERLIN, '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
  });

  it('New York, 8 March 2026, 02:00 to 03:00: the same', () => {
    expect(ticks('30 2 * * *', NEW_YORK, '2026-03-07T06:00:00Z', 3)).toEqual([
      '2026-03-07T07:30',
      '2026-03-08T07:00',
      '2026-03-09T06:30',
    ]);
  });

  it('a pattern that repeats keeps its rhythm and has no ticks inside', () => {
    expect(ticks('*/30 * * * *', BERLIN, '2026-03-29T00:10:00Z', 4)).toEqual([
      '2026-03-29T00:30',
      '2026-03-29T01:00',
      '2026-03-29T01:30',
      '2026-03-29T02:00',
    ]);
    expect(ticks('*/20 2 * * *', BERLIN, '2026-03-29T00:10:00Z', 1)).toEqual(['2026-03-30T00:00']);
  });
});

describe('the hour that comes twice', () => {
  it('Berlin, 25 October 2026, 02:00 to 03:00: a time in it runs once, the first time', () => {
    expect(ticks('30 2 * * *', BERLIN, '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    expect(ticks('30 2,4 * * *', BERLIN, '2026-10-24T12:00:00Z', 3)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T03:30',
      '2026-10-26T01:30',
    ]);
  });

  it('New York, 1 November 2026, 01:00 to 02:00: the same', () => {
    expect(ticks('30 1 * * *', NEW_YORK, '2026-10-31T12:00:00Z', 2)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30']);
  });

  it('a pattern that repeats runs both times', () => {
    expect(ticks('*/30 * * * *', BERLIN, '2026-10-24T23:50:00Z', 5)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ]);
    expect(ticks('0 * * * *', NEW_YORK, '2026-11-01T04:30:00Z', 3)).toEqual([
      '2026-11-01T05:00',
      '2026-11-01T06:00',
      '2026-11-01T07:00',
    ]);
  });
});

describe('the newest tick', () => {
  it('is the moment itself when that is a tick', () => {
    const nightly = { cron: '0 6 * * *', timeZone: 'UTC' };
    const six = Date.parse('2026-05-04T06:00:00Z');
    expect([six - 1, six, six + 999].map((at) => newestTick(nightly, at))).toEqual([six - 86_400_000, six, six]);
  });

  it('found backwards is the one that was found forwards, also where clocks change', () => {
    const crons = [
      '*/30 * * * *',
      '30 2 * * *',
      '*/20 2 * * *',
      '30 1,2 * * *',
      '0 0 1 * *',
      '15 3 * * 1-5',
      '0 */2 * * *',
    ];
    const days = ['2026-03-07', '2026-03-28', '2026-10-24', '2026-10-31', '2026-06-01'].map((day) => Date.parse(day));
    const cases = fc.record({
      cron: fc.constantFrom(...crons),
      timeZone: fc.constantFrom(BERLIN, NEW_YORK, 'UTC', 'Australia/Lord_Howe'),
      after: fc.tuple(fc.constantFrom(...days), fc.nat(3 * 86_400)).map(([day, seconds]) => day + seconds * 1000),
    });
    fc.assert(
      fc.property(cases, ({ after, ...times }) => {
        const [first, second] = ticksAfter(times, { after, count: 2 });
        if (first === undefined || second === undefined) throw new Error('These patterns do not end.');
        expect([newestTick(times, first), newestTick(times, second - 1)]).toEqual([first, first]);
      }),
      { numRuns: 300 },
    );
  });
});

it('says why a pattern is none', () => {
  expect(cronProblem({ cron: '0 6 * * 1-5', timeZone: BERLIN })).toBeUndefined();
  expect(cronProblem({ cron: '60 6 * * *', timeZone: 'UTC' })).toBe(
    'This is no cron pattern. Invalid value for minute: 60',
  );
  expect(cronProblem({ cron: '0 0 30 2 *', timeZone: 'UTC' })).toBe('No time ever matches this pattern.');
  expect(cronProblem({ cron: '0 6 * * *', timeZone: 'Mars/Olympus' })).toBe('There is no time zone Mars/Olympus.');
});
