import { lockstep } from '@lockstep/e2e/kit';
import { RunPage, RunsPage } from '@lockstep/e2e/pages/runs';
import { contracts } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';
import { expect, test } from '@playwright/test';
import { scratchFolder, startProcess } from '../world.ts';

const example = contracts.find(({ name }) => name === 'shopify-order')?.example as JsonObject;
const order: JsonObject = { ...example, id: 7_000_009_911, name: '#9911', order_number: 9911 };

// The example of docs/testing.md: a suite of its own, on a server in test mode, by the exported words and pages alone.
test('a scenario begins from nothing each time, and the same message is new again after a reset', async ({ page }) => {
  const folder = scratchFolder('example');
  const server = await startProcess({ LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '1', LOCKSTEP_TEST_API: '1' });
  try {
    const { given, when, then, system } = lockstep(server.url);
    const states: number[] = [];
    for (const round of ['first', 'second']) {
      await test.step(`${round} round`, async () => {
        await then.quiet();
        await system.reset('qa-1');
        await given.flow('order-to-erp');
        await system('sap').fails(1).with(503);
        const placed = await when.shop('shopify/orders-create', order, 'example-1');
        await then.run(placed).toEnd('done');
        await (await then.run(placed).step('sap-order').attempts(2)).toBe('succeeded');
        await then.quiet();
        await then.exceptions(0);
        states.push(orderOf(await system('sap').state()));

        await page.goto(`${server.url}/runs?e2e=1`);
        await expect(page.getByTestId('test-mode')).toContainText('Test mode.');
        await expect(new RunsPage(page).rows()).toHaveCount(1);
        await page.goto(`${server.url}/runs/${placed.runId}`);
        await new RunPage(page).expectSteps({ 'sap-order': 'succeeded', allocate: 'succeeded' });
      });
    }
    expect(states[0]).toBeGreaterThan(0);
    expect(states[1]).toBe(states[0]);
  } finally {
    await server.stop();
    folder.remove();
  }
});

/** How many orders of the shop the ERP has. */
function orderOf(state: unknown): number {
  return JSON.stringify(state).split('#9911').length - 1;
}
