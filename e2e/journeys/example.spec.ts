import { lockstep } from '@lockstep/e2e/kit';
import { RunPage, RunsPage } from '@lockstep/e2e/pages/runs';
import { createClient, getEstateTime, getTestClock } from '@lockstep/schema/api';
import { contracts } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';
import { expect, test } from '@playwright/test';
import { type RuntimeProcess, scratchFolder, startProcess } from '../world.ts';
import { askedReturn } from './confirmed-order.ts';

const example = contracts.find(({ name }) => name === 'shopify-order')?.example as JsonObject;
const order: JsonObject = { ...example, id: 7_000_009_911, name: '#9911', order_number: 9911 };

let server: RuntimeProcess;
const folder = scratchFolder('example');
// One server in test mode for both, as a company's own suite would have it.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  server = await startProcess({ LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '1', LOCKSTEP_TEST_API: '1' });
});
test.afterAll(async () => {
  await server.stop();
  folder.remove();
});

// The example of docs/testing.md: a suite of its own, on a server in test mode, by the exported words and pages alone.
test('a scenario begins from nothing each time, and the same message is new again after a reset', async ({ page }) => {
  const { given, when, then, system } = lockstep(server.url);
  const states: number[] = [];
  const ids: (string | undefined)[] = [];
  for (const round of ['first', 'second']) {
    await test.step(`${round} round`, async () => {
      await then.quiet();
      await system.reset('qa-1');
      const first = await given.ids('qa-1');
      await given.flow('order-to-erp');
      await system('sap').fails(1).with(503);
      const placed = await when.shop('shopify/orders-create', order, 'example-1');
      await then.run(placed).toEnd('done');
      await (await then.run(placed).step('sap-order').attempts(2)).toBe('succeeded');
      await then.quiet();
      await then.exceptions(0);
      states.push(orderOf(await system('sap').state()));
      ids.push(first, placed.runId);

      await page.goto(`${server.url}/runs?e2e=1&flow=order-to-erp`);
      await expect(page.getByTestId('test-mode')).toContainText('Test mode.');
      await expect(new RunsPage(page).rows()).toHaveCount(1);
      await expect(page.getByTestId(`run-row:${first}`)).toBeVisible();
      await page.goto(`${server.url}/runs/${placed.runId}`);
      await new RunPage(page).expectSteps({ 'sap-order': 'succeeded', allocate: 'succeeded' });
    });
  }
  expect(states[0]).toBeGreaterThan(0);
  expect(states[1]).toBe(states[0]);
  // The same run has the same id, in both rounds and tomorrow.
  expect(new Set(ids)).toEqual(new Set(['00000000-0001-78b9-8809-2eb0f5000001']));
});

test('a return that nobody decides about is an exception after three days, which pass at once', async ({ page }) => {
  const { given, when, then, system } = lockstep(server.url);
  await then.quiet();
  await system.reset('qa-2');
  await given.flow('return-approval');
  const asked = await when.webhook('returns/requested', askedReturn('R-7101'));
  await then.quiet();
  const run = new RunPage(page);
  await page.goto(`${server.url}/runs/${asked.runId}?e2e=1`);
  await expect(run.status()).toHaveText('Waiting');

  await when.timePasses('2 days 23 hours');
  await expect(run.status()).toHaveText('Waiting');
  await when.timePasses('1 hour 1 min');
  await then.run(asked).toEnd('exception');
  await (await then.run(asked).step('decide').toLeaveBy('timeout')).attempts(1);
  await then.exceptions(1, 'return-approval');
  await expect(run.status()).toHaveText('Exception');
  // The simulated systems are at the same time.
  const { estate, server: here } = await times(server.url);
  expect(Math.abs(estate - here)).toBeLessThan(60_000);

  // The shop signs by its own clock, and is believed.
  const later = await when.shop('shopify/orders-create', { ...order, id: 7_000_009_912, name: '#9912' }, 'example-2');
  await then.run(later).toEnd('done');
});

async function times(url: string) {
  const call = createClient({ baseUrl: url, fetch });
  const [clock, estate] = [await call(getTestClock), await call(getEstateTime)];
  if (!clock.ok || !estate.ok) throw new Error('The clocks cannot be read.');
  return { server: Date.parse(clock.value.now), estate: Date.parse(estate.value.clock.now) };
}

/** How many orders of the shop the ERP has. */
function orderOf(state: unknown): number {
  return JSON.stringify(state).split('#9911').length - 1;
}
