import { expect, test } from '@playwright/test';
import { readOptions } from './storm/options.ts';
import { storm } from './storm/storm.ts';

test('kill -9, pauses, partitions and a database crash lose nothing and do nothing twice', async () => {
  test.setTimeout(240_000);
  const args = ['--orders', '250', '--kills', '5', '--seed', '7', '--processes', '2', '--commit-then-drop', '0.05'];
  const figures = await storm(readOptions(args), (line) => console.log(line));
  console.log(JSON.stringify(figures));
  expect(figures).toMatchObject({ violations: [], lost: 0, doubled: 0, stuck: 0, outOfOrder: 0, wrong: 0, ledger: 0 });
  expect(figures.accepted).toBe(250);
  expect(figures.done + figures.exceptions).toBe(figures.accepted);
  expect(figures.kills).toBe(5);
});
