import { contracts } from '@lockstep/schema/contracts';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { lockstep } from '../kit/index.ts';
import { expect, test } from './fixtures.ts';

const example = contracts.find(({ name }) => name === 'shopify-order')?.example as JsonObject;
const order = (number: number): Json => ({
  ...example,
  id: 7_000_000_000 + number,
  name: `#${number}`,
  order_number: number,
});

test('QA of another company writes a scenario in its own words, and looks at the run it made', async ({
  estate,
  page,
  runtime,
}) => {
  const { given, when, then, system } = lockstep(runtime.url);
  const erp = system('sap');
  await given.flow('order-to-erp');
  await erp.fails(1).with(503);
  const placed = await when.shop('shopify/orders-create', order(9901), 'kit-9901');
  await then.run(placed).toEnd('done');
  await then
    .run(placed)
    .toFollow(
      'check-shopify',
      'to-order',
      'check-order',
      'route',
      'area-domestic',
      'ready',
      'sap-order',
      'allocate',
      'done',
    );
  await (await then.run(placed).step('sap-order').attempts(2)).toBe('succeeded');
  await then.quiet();
  expect(await estate.salesOrders('#9901')).toBe(1);

  await page.goto(`/runs/${placed.runId}?node=sap-order&e2e=1&now=2026-11-27T08:00:00Z`);
  await expect(page.locator('html')).toHaveAttribute('data-app-idle', 'true');
  await expect(page.getByTestId('step-status:sap-order')).toHaveAttribute('data-status', 'succeeded');
});
