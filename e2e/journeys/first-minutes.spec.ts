import { expect, test } from './fixtures.ts';

test.use({ firstSteps: true });

test('somebody new is led from an empty canvas to a flow that takes messages, and can put that away', async ({
  flows,
  page,
}) => {
  await flows.create('My first flow', 'my-first-flow');
  const tour = page.getByRole('region', { name: 'First steps' });
  await expect(tour.getByRole('status')).toHaveText('0 of 5 done');
  await expect(tour.getByRole('listitem').and(page.locator('[aria-current="step"]'))).toContainText(
    'Begin with a start',
  );

  await page.getByRole('button', { name: 'Manual start' }).first().click();
  await expect(tour.getByRole('status')).toHaveText('1 of 5 done');
  await page.keyboard.press('n');
  await page.keyboard.type('log');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await expect(tour.getByRole('status')).toHaveText('3 of 5 done');

  await page.getByRole('button', { name: 'Test run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Run/ }).click();
  await expect(tour.getByRole('status')).toHaveText('4 of 5 done');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(tour.getByText('It takes messages now.')).toBeVisible();
  await tour.getByRole('button', { name: 'Put the first steps away' }).click();
  await expect(tour).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('node:log')).toBeVisible();
  await expect(tour).toBeHidden();
});
