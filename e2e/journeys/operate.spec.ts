import { expect, test } from './fixtures.ts';

test('the numbers of the overview lead to their lists', async ({ estate, overview, page, runs }) => {
  const order = await estate.placeOrder('shopify/orders-create', 9301);
  await overview.open();
  await expect(overview.run(order.runId)).toHaveAttribute('data-status', 'done');
  await overview.follow('Runs that are done');
  await expect(page).toHaveURL(/\/runs\?status=done/);
  await expect(runs.row(order.runId)).toBeVisible();
  await page.goBack();
  await overview.follow('Open exceptions');
  await expect(page.getByRole('heading', { level: 1, name: 'Exceptions' })).toBeVisible();
});

test('the runs list is live: what the shop sells appears by itself', async ({
  context,
  estate,
  estatePage,
  page,
  runs,
}) => {
  const known = await estate.placeOrder('shopify/orders-create', 9304);
  // Other flows of the estate go on by themselves: topics are read, batches are gathered.
  await runs.open('?flow=order-to-erp');
  await expect(runs.row(known.runId)).toHaveAttribute('data-status', 'done');
  const before = await runs.rows().count();
  const shop = await context.newPage();
  await shop.goto('/estate');
  await shop.getByRole('spinbutton', { name: 'How many orders' }).fill('3');
  await shop.getByRole('button', { name: 'Send now' }).click();
  await expect(shop.getByText('3 orders were sent')).toBeVisible();
  await expect(runs.rows()).toHaveCount(before + 3);
  await expect(runs.rows().nth(0)).toHaveAttribute('data-status', 'done');
  await page.bringToFront();
  await estatePage.open();
  await expect(page.getByRole('table', { name: 'Sales orders in SAP' }).getByRole('row').nth(3)).toBeVisible();
});

test('filters are in the address and survive a reload', async ({ estate, page, runs }) => {
  const { name, runId } = await estate.placeOrder('shopify/orders-create', 9302);
  await runs.open();
  await runs.filter('Flow', 'Order to ERP');
  await runs.filter('Status', 'Done');
  await page.getByRole('searchbox', { name: /Search/ }).fill(name);
  await expect(page).toHaveURL(/search=%239302/);
  await expect(page).toHaveURL(/flow=order-to-erp/);
  await expect(page).toHaveURL(/status=done/);
  await expect(runs.row(runId)).toBeVisible();
  await expect(runs.rows()).toHaveCount(1);
  await page.reload();
  await expect(runs.row(runId)).toBeVisible();
  await expect(runs.rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/runs$/);
});

test('input, settings and output of a step are seen', async ({ estate, page, run }) => {
  const { runId, name } = await estate.placeOrder('shopify/orders-create', 9303);
  await run.open(runId);
  await expect(run.status()).toHaveText('Done');
  await run.stepRow('sap-order').click();
  await run.tab('Input');
  await expect(page.getByRole('tree', { name: 'Input' })).toContainText(`"${name}"`);
  await run.tab('Settings');
  await expect(page.getByRole('tree', { name: /Settings/ })).toContainText('salesOrganization');
  await expect(page.getByRole('tree', { name: /Settings/ })).toContainText('"1010"');
  await run.tab('Output');
  await expect(page.getByRole('tree', { name: 'Output' })).toContainText('salesOrder');
  await run.tab('Summary');
  await expect(page.getByText('Idempotency key')).toBeVisible();
});
