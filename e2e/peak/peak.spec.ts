import { expect, test } from '@playwright/test';
import { burst } from './burst.ts';

test('a burst beyond the limit is answered with an honest 503, and everything accepted is done', async () => {
  test.setTimeout(120_000);
  // 20 runs a second get done, so the backlog fills whatever the machine's speed.
  const figures = await burst({ base: 10, factor: 10, seconds: 5, backlog: 20, inFlight: 4, partnerMs: 200 });
  console.log(JSON.stringify(figures));
  expect(figures.others).toEqual({});
  expect(figures.refused).toBeGreaterThan(0);
  expect(figures.accepted + figures.refused).toBe(figures.sent);
  expect(figures.done).toBe(figures.accepted);
  expect(figures.peakRssMb).toBeLessThan(500);
});
