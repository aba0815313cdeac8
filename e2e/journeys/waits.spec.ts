import { z } from 'zod';
import { askedReturn, confirmedOrder } from './confirmed-order.ts';
import { expect, test } from './fixtures.ts';

const Accepted = z.object({ runId: z.string() });

test('a person answers a return, cancels it later, and sees that its stock was given back', async ({ page, run }) => {
  const answer = await page.request.post('/hooks/returns/requested', { data: askedReturn('R-7001') });
  const { runId } = Accepted.parse(await answer.json());

  await test.step('the question stands in the list, with what it is about', async () => {
    await page.goto('/approvals');
    const row = page.locator('[data-testid^="approval-row:"]').filter({ hasText: 'R-7001' });
    await row.getByRole('button', { name: /Replace 1 line/ }).click();
    const question = page.getByRole('region', { name: 'Approval' });
    await expect(question.getByRole('tree')).toContainText('Broken on arrival.');
    await question.getByRole('textbox', { name: 'Comment' }).fill('Seen the photo.');
    await question.getByRole('button', { name: 'Approve' }).click();
    await expect(row).toBeHidden();
  });

  await test.step('the run says what it waits for now, and until when', async () => {
    await run.open(runId);
    await run.stepRow('returned').click();
    const waiting = page.getByRole('region', { name: 'Waiting' });
    await expect(waiting).toContainText('Waits for an event on return.received with the key R-7001');
    await expect(waiting).toContainText('It goes on without it');
  });

  await test.step('cancelled, it takes back what it did, and says so', async () => {
    await page.getByRole('button', { name: 'Cancel run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click();
    await expect(run.status()).toHaveText('Cancelled');
    await expect(page.getByTestId('run-undo:undone')).toContainText('Reserve the replacement by Give the stock back');
    await expect(page.getByTestId('node:reserve')).toContainText('Taken back');
  });
});

test('an operator follows a call to the run it began, and back to the step that called', async ({ page, run }) => {
  const answer = await page.request.post('/hooks/orders/confirm', { data: confirmedOrder('#7002') });
  const { runId } = Accepted.parse(await answer.json());
  await run.open(runId);
  await expect(run.status()).toHaveText('Done');
  await run.expectSteps({ reserve: 'succeeded', announce: 'succeeded', tell: 'succeeded', release: 'skipped' });
  await run.stepRow('reserve').click();
  await run.tab('Summary');
  await page.getByRole('region', { name: 'Called runs' }).getByRole('link').click();
  await run.expectSteps({ allocate: 'succeeded', result: 'succeeded' });
  await page.getByRole('link', { name: 'Confirm an order, step “Reserve the stock”' }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}\\?node=reserve`));
});
