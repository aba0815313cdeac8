import { sendOrder } from './capability-screens.ts';
import { expect, test } from './fixtures.ts';

test('an ERP is replaced on one screen: compared first, then a share, then all, and no caller is published again', async ({
  page,
}) => {
  await page.goto('/capabilities');
  await page.getByRole('link', { name: 'Create sales order' }).click();
  const form = page.getByRole('form', { name: 'Binding' });
  const choose = async (field: string) => {
    await form.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: /Business Central/ }).click();
  };
  const putInForce = async (why: string) => {
    await form.getByRole('textbox', { name: 'Why' }).fill(why);
    await form.getByRole('button', { name: /^Put binding \d+ in force$/ }).click();
    await expect(page.getByRole('list', { name: 'Bindings, newest first' }).getByText(why)).toBeVisible();
  };
  await form.getByRole('switch', { name: 'Compare' }).click();
  await choose('With');
  await putInForce('compare first');
  expect(await sendOrder(page, '#J-1')).toBe(201);
  await page.getByRole('button', { name: /^Same/ }).click();
  await expect(page.getByTestId('compared:#J-1')).toHaveAttribute('data-state', 'same');

  await form.getByRole('switch', { name: 'Compare' }).click();
  await choose('Served by');
  await form.getByRole('textbox', { name: 'Try it' }).fill('#J-2');
  await expect(form.getByRole('status', { name: 'Where it goes' })).toContainText('Business Central');
  await putInForce('all of them');
  expect(await sendOrder(page, '#J-2')).toBe(201);

  await page.goto('/runs?flow=take-order&search=%23J-2');
  await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: '#J-2' }).first().click();
  await page.getByTestId('step-row:book').click();
  await page.getByRole('tab', { name: 'Summary' }).click();
  await expect(page.getByRole('link', { name: /^create-sales-order, binding \d+$/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /Create sales order \(Business Central\)/ })).toBeVisible();
});
