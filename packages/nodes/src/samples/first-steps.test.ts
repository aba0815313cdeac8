import { expect, it } from 'vitest';
import { walk } from '../testing/walk.ts';
import { firstSteps } from './first-steps.ts';

it.each([
  [2, 1250, 490, 'paid'],
  [4, 1250, 0, 'free'],
])('adds up a basket of %i mugs for %i cents and ships it for %i', async (quantity, cents, shipping, way) => {
  const walked = await walk(firstSteps, { items: [{ sku: 'MUG', quantity, cents }] });
  expect(walked.way).toContain(`${way}:out`);
  expect(walked.outputs.done).toMatchObject({ cents: quantity * cents, shipping: { cents: shipping } });
});
