import { expect, test } from '@playwright/test';
import { hunt } from './planted/hunt.ts';

/** A storm without faults, in which every webhook comes twice: enough for these bugs. All of them: `npm run planted`. */
const CALM = [
  '--orders',
  '10',
  '--drills',
  '1',
  '--seconds',
  '4',
  '--kills',
  '0',
  '--processes',
  '2',
  '--duplicates',
  '1',
];

for (const bug of ['dedupe-in-memory', 'undo-in-order-of-doing'] as const) {
  test(`the judge sees a planted bug: ${bug}`, async () => {
    test.setTimeout(240_000);
    const { caughtBy, violations } = await hunt(bug, [1], { args: CALM });
    console.log(violations[0]);
    expect(caughtBy).toBe(1);
  });
}
