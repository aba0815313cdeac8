import { expect, test } from './fixtures.ts';

test('one browser writes a flow, a second looks on, and writes once the first has left', async ({
  browser,
  canvas,
  flows,
  page,
}) => {
  await flows.create('Two people', 'two-people');
  await page.keyboard.press('n');
  await page.keyboard.type('manual');
  await page.keyboard.press('Enter');
  await canvas.saved();

  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await context.newPage();
  const address = new URL(page.url()).pathname;
  await other.goto(address);
  const strip = other.getByTestId('presence-strip');
  await expect(strip).toContainText('is changing this flow');
  await expect(page.getByTestId('people').getByRole('listitem')).toHaveCount(1);
  await expect(page.getByTestId('presence-strip')).toBeHidden();

  await page.keyboard.press('n');
  await page.keyboard.type('log');
  await page.keyboard.press('Enter');
  await expect(other.getByTestId('node:log')).toBeVisible();
  await other.getByTestId('node:log').click();
  await other.keyboard.press('Delete');
  await expect(other.getByTestId('node:log')).toBeVisible();

  await page.goto('/flows');
  await expect(strip).toBeHidden();
  await other.getByTestId('node:log').click();
  await other.keyboard.press('Delete');
  await expect(other.getByTestId('node:log')).toBeHidden();
  await context.close();
});
