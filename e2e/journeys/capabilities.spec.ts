import { sendOrder } from './capability-screens.ts';
import { expect, test } from './fixtures.ts';

test('an ERP is replaced on one screen: compared first, then a share, then all, and no caller is published again', async ({
  capabilities,
  page,
}) => {
  await capabilities.open('Create sales order');
  await capabilities.toggleComparing();
  await capabilities.choose('With', /Business Central/);
  await capabilities.putInForce('compare first');
  expect(await sendOrder(page, '#J-1')).toBe(201);
  await capabilities.showCompared('Same');
  await expect(capabilities.compared('#J-1')).toHaveAttribute('data-state', 'same');

  await capabilities.toggleComparing();
  await capabilities.choose('Served by', /Business Central/);
  await expect(await capabilities.tryKey('#J-2')).toContainText('Business Central');
  await capabilities.putInForce('all of them');
  expect(await sendOrder(page, '#J-2')).toBe(201);

  await page.goto('/runs?flow=take-order&search=%23J-2');
  await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: '#J-2' }).first().click();
  await page.getByTestId('step-row:book').click();
  await page.getByRole('tab', { name: 'Summary' }).click();
  await expect(page.getByRole('link', { name: /^create-sales-order, binding \d+$/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /Create sales order \(Business Central\)/ })).toBeVisible();
});
