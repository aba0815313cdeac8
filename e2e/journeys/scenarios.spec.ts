import { ScenariosPage } from '../pages/scenarios.ts';
import { expect, test } from './fixtures.ts';

test('QA keeps a run as a scenario, runs it on the board, and sees what nobody has tried yet', async ({
  estate,
  page,
}) => {
  const { runId } = await estate.placeOrder('shopify/orders-create', 9801);
  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: 'Save as scenario…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this run as a scenario' });
  await expect(dialog.getByText('What the contract calls personal is masked', { exact: false })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('An order as it came');
  await dialog.getByRole('button', { name: 'Save with the draft' }).click();
  await expect(page.getByText('Saved with the draft')).toBeVisible();

  await page.getByRole('link', { name: 'Scenarios' }).click();
  const board = new ScenariosPage(page);
  await board.search('Order to ERP');
  await board.run('Order to ERP');
  await expect(board.row('Order to ERP', 'An order as it came')).toContainText('Passed');
  await page.getByText('Not gone through', { exact: false }).click();
  await expect(page.getByText('No scenario left', { exact: false }).first()).toBeVisible();
});
