import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';
import { busy, refused } from './testing.ts';

const policy = { maxAttempts: 6, baseMs: 100, capMs: 1000, jitter: 0.5 };

describe('R7: retryDelayMs', () => {
  it('doubles from base to cap, then gives up', () => {
    const delays = [1, 2, 3, 4, 5, 6].map((attempt) => retryDelayMs(busy, attempt, policy, 0));
    expect(delays).toEqual([100, 200, 400, 800, 1000, undefined]);
  });

  it('lets chance take at most its share away, also at the cap', () => {
    expect([retryDelayMs(busy, 1, policy, 0.5), retryDelayMs(busy, 5, policy, 0.8)]).toEqual([75, 600]);
  });

  it('waits as long as the other system asked, whole and capped, whatever chance says', () => {
    const asked = (retryAfterMs: number) => retryDelayMs({ ...busy, retryAfterMs }, 1, policy, 0.9);
    expect([asked(0), asked(700.2), asked(60_000)]).toEqual([0, 701, 1000]);
  });

  it('never repeats what will not pass by itself', () => {
    expect(retryDelayMs(refused, 1, policy, 0)).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s as an attempt', (attempt) => {
    expect(() => retryDelayMs(busy, attempt, policy, 0)).toThrow(RangeError);
  });
});
