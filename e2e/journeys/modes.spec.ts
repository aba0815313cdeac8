import { expect, test } from './fixtures.ts';

test('an operator sees on the drawing what went through in the last hours, and goes through one run moment by moment', async ({
  estate,
  modes,
  page,
  run,
}) => {
  const { runId } = await estate.placeOrder('shopify/orders-create', 9701);
  await page.goto('/flows/order-to-erp');
  await modes.show('Operate');
  await expect(modes.traffic('Create sales order').getByRole('cell').nth(1)).not.toHaveText('0', { timeout: 30_000 });
  await expect(modes.volume('sap-order-created-allocate')).not.toHaveAttribute('data-volume', '0');

  await page.keyboard.press('Alt+2');
  await expect(run.step('sap-order')).toHaveAttribute('data-status', 'succeeded');
  await modes.goTo('beginning');
  await expect(modes.moment()).toContainText('Order placed: begins');
  await expect(run.step('sap-order')).toHaveAttribute('data-status', 'pending');
  await modes.goTo('end');
  await expect(run.step('sap-order')).toHaveAttribute('data-status', 'succeeded');
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('palette:webhook')).toBeVisible();

  await page.goto(`/runs/${runId}?node=sap-order&attempt=1`);
  await expect(modes.moment()).toContainText('Create sales order: is done');
  await expect(run.step('allocate')).toHaveAttribute('data-status', 'pending');
  await modes.showValues();
  await expect(page.getByTestId('edge:sap-order-created-allocate')).toBeAttached();
  await expect(page.getByText('{"salesOrder":', { exact: false }).first()).toBeVisible();
});
