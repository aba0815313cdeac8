import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksAfter } from './cron.ts';
import { dueTicks, type ScheduleState } from './due-ticks.ts';

const MINUTE = 60_000;
const at = (time: string) => Date.parse(`2026-05-04T${time}Z`);
const hourly: ScheduleState = {
  cron: '0 * * * *',
  timeZone: 'UTC',
  missed: 'skip',
  settledThrough: at('06:00:00'),
  missedThrough: undefined,
};

describe('a tick', () => {
  it('is due from its moment on, and not before', () => {
    expect(dueTicks(hourly, at('06:59:59.999'))).toEqual({ fire: [], leaveOut: undefined });
    expect(dueTicks(hourly, at('07:00:00'))).toEqual({ fire: [at('07:00:00')], leaveOut: undefined });
  });

  it('is not due again once it is settled', () => {
    expect(dueTicks({ ...hourly, settledThrough: at('07:00:00') }, at('07:00:30')).fire).toEqual([]);
  });

  it('is fired late, within a minute, whatever the policy', () => {
    expect(dueTicks(hourly, at('07:00:59')).fire).toEqual([at('07:00:00')]);
  });

  it('of several within a minute is fired each', () => {
    const quick = { ...hourly, cron: '*/20 * * * * *' };
    expect(dueTicks(quick, at('06:00:50')).fire).toEqual([at('06:00:20'), at('06:00:40')]);
  });
});

describe('missed ticks', () => {
  it('are left out by "skip", which settles them', () => {
    expect(dueTicks(hourly, at('09:30:00'))).toEqual({ fire: [], leaveOut: at('09:00:00') });
  });

  it('are made up for by one run under "run-once": the newest', () => {
    expect(dueTicks({ ...hourly, missed: 'run-once' }, at('09:30:00'))).toEqual({
      fire: [at('09:00:00')],
      leaveOut: undefined,
    });
  });

  it('include those of a pause, however young', () => {
    const resumed = { ...hourly, missedThrough: at('09:00:10') };
    expect(dueTicks(resumed, at('09:00:11'))).toEqual({ fire: [], leaveOut: at('09:00:00') });
    expect(dueTicks({ ...resumed, missed: 'run-once' }, at('09:00:11')).fire).toEqual([at('09:00:00')]);
  });

  it('take no more than a few looks and one run, however long nothing ran', () => {
    const everySecond = { ...hourly, cron: '* * * * * *', missed: 'run-once' as const, settledThrough: 0 };
    expect(dueTicks(everySecond, at('09:00:00')).fire).toHaveLength(61);
  });
});

it('looked at at any moments, every tick is fired at most once, and each while somebody looks every half minute', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.constantFrom('* * * * *', '*/10 * * * * *', '*/2 * * * *'), (waits, cron) => {
      const from = at('06:00:00');
      let now = from;
      let settledThrough = from;
      const fired: number[] = [];
      for (const wait of waits) {
        now += wait;
        const { fire } = dueTicks({ ...hourly, cron, settledThrough }, now);
        fired.push(...fire);
        settledThrough = fire.at(-1) ?? settledThrough;
      }
      const all = ticksAfter({ cron, timeZone: 'UTC' }, { after: from, count: 400 }).filter((tick) => tick <= now);
      expect(fired).toEqual(all);
      expect(now - from).toBeLessThan(31 * MINUTE);
    }),
    { numRuns: 15 },
  );
});
