import { largeFlow } from '../bench/designer/large-flow.ts';
import { FIRST_LOAD_KB, firstCard, noteFirstCard, total, weigh } from '../first-load.ts';
import { expect, test } from './fixtures.ts';
import { importFlow } from './small-flow.ts';

const NAMED = 8;

test(`a flow can be drawn on after ${FIRST_LOAD_KB} KB of JavaScript`, async ({ page, runtime }) => {
  await importFlow(runtime.url, largeFlow(100));
  await noteFirstCard(page);
  const { scripts } = await firstCard(page, `${runtime.url}/flows/large-100`);
  const weights = await weigh(scripts);
  const largest = weights.slice(0, NAMED).map(({ name, kb }) => `${name} ${kb.toFixed(1)} KB`);
  const sum = total(weights);
  expect(scripts.length, 'scripts that were fetched').toBeGreaterThan(10);
  expect(
    sum,
    `${scripts.length} scripts weigh ${sum.toFixed(1)} KB with gzip -9; the largest: ${largest.join(', ')}. What a person does not need at once belongs behind lazyPart.`,
  ).toBeLessThanOrEqual(FIRST_LOAD_KB);
});
