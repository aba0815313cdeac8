import { expect, test } from './fixtures.ts';

test('an operator sees on the drawing what went through in the last hours, and goes through one run moment by moment', async ({
  estate,
  page,
}) => {
  const { runId } = await estate.placeOrder('shopify/orders-create', 9701);
  await page.goto('/flows/order-to-erp');
  await page.getByRole('group', { name: 'What the canvas shows' }).getByRole('button', { name: 'Operate' }).click();
  const row = page.getByRole('table', { name: 'What the steps did' }).getByRole('row', { name: /^Create sales order/ });
  await expect(row.getByRole('cell').nth(1)).not.toHaveText('0', { timeout: 30_000 });
  await expect(
    page.getByTestId('edge:sap-order-created-allocate').locator('[data-volume]').first(),
  ).not.toHaveAttribute('data-volume', '0');
  await expect(page).toHaveURL(/mode=operate/);

  await page.keyboard.press('Alt+2');
  await expect(page.getByTestId('step-status:sap-order')).toHaveAttribute('data-status', 'succeeded');
  const moment = page.getByTestId('moment');
  await page.getByRole('button', { name: 'To the beginning' }).click();
  await expect(moment).toContainText('Order placed: begins');
  await expect(page.getByTestId('step-status:sap-order')).toHaveAttribute('data-status', 'pending');
  await page.getByRole('slider', { name: 'Moment' }).press('End');
  await expect(page.getByTestId('step-status:sap-order')).toHaveAttribute('data-status', 'succeeded');
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('palette:webhook')).toBeVisible();

  await page.goto(`/runs/${runId}?node=sap-order&attempt=1`);
  await expect(moment).toContainText('Create sales order: is done');
  await expect(page.getByTestId('step-status:allocate')).toHaveAttribute('data-status', 'pending');
  await page.getByText('Values', { exact: true }).click();
  await expect(page.getByTestId('edge:sap-order-created-allocate')).toBeAttached();
  await expect(page.getByText('{"salesOrder":', { exact: false }).first()).toBeVisible();
});
