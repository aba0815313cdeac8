import { expect, test } from '@playwright/test';
import { sweep } from './sweep/sweep.ts';

test('four of the points, each with another fault, do no harm', async () => {
  test.setTimeout(300_000);
  const results = await sweep(
    [
      { point: 'accept.after-commit', action: 'kill' },
      { point: 'call.before-send', action: 'pause' },
      { point: 'result.before-commit', action: 'deaf' },
      { point: 'undo.after', action: 'crash' },
    ],
    { seed: 7, leaseMs: 2_000, onResult: ({ point, seconds }) => void console.log(`${point}: ${seconds} s`) },
  );
  expect(results.map(({ point, reached, violations }) => ({ point, reached, violations }))).toEqual(
    ['accept.after-commit', 'call.before-send', 'result.before-commit', 'undo.after'].map((point) => {
      return { point, reached: true, violations: [] };
    }),
  );
});
