import { expect, test } from '@playwright/test';
import { storm } from './storm.ts';

test('kill -9 loses nothing and does nothing twice', async () => {
  test.setTimeout(240_000);
  const options = { orders: 300, kills: 5, seed: 7, processes: 2, commitThenDrop: 0.05 };
  const figures = await storm(options, (line) => console.log(line));
  console.log(JSON.stringify(figures));
  expect(figures).toMatchObject({ accepted: 300, lost: 0, doubled: 0, stuck: 0, outOfOrder: 0, kills: 5 });
  expect(figures.done + figures.exceptions).toBe(300);
  expect(figures.p99RecoveryMs).toBeLessThan(10_000);
});
