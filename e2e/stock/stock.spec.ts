import { expect, test } from '@playwright/test';
import { readOptions } from './options.ts';
import { stock } from './stock.ts';

test('R19: shuffled and repeated stock events leave every channel as the oracle says', async () => {
  test.setTimeout(240_000);
  const figures = await stock(
    readOptions(['--events', '600', '--skus', '40', '--seed', '3', '--limit-ms', '60000']),
    () => undefined,
  );
  expect(figures).toMatchObject({ events: 600, skus: 40, right: 40, violations: [] });
  expect(figures.done + figures.filtered).toBe(600);
});
