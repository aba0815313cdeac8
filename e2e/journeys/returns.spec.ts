import { expect, test } from './fixtures.ts';

const throwOver = {
  sku: 'THR-OAT',
  name: 'Wool Throw',
  price: '171.00',
  quantity: 1,
  current_quantity: 1,
  fulfillable_quantity: 1,
};

test('a return above the limit is approved, and its case goes to the refund by itself', async ({ page, estate }) => {
  const shopify = await estate.bought({
    currency: 'EUR',
    presentment_currency: 'EUR',
    total_price: '171.00',
    line_items: [{ id: 12, ...throwOver }],
  });
  const order = { name: '#1042', shopify, orderedAt: '2026-11-10', salesOrganization: '1010' };
  const lines = [{ sku: 'THR-OAT', lineItem: 12, quantity: 1, amount: '171.00' }];
  const asked = {
    rma: 'RMA-8001',
    order,
    customer: 'Ada Byron',
    reason: 'unwanted',
    requestedAt: '2026-11-24',
    currency: 'EUR',
    lines,
  };
  const answer = await page.request.post('/hooks/returns/refunds', {
    data: { ...asked, payment: { provider: 'shopify' } },
  });
  expect(answer.status()).toBe(202);

  await test.step('the person of the role reads why they are asked, and says yes', async () => {
    await page.goto('/approvals');
    const row = page.locator('[data-testid^="approval-row:"]').filter({ hasText: 'RMA-8001' });
    await expect(row).toContainText('Returns team');
    await row.getByRole('button', { name: /Give 171.00 EUR back/ }).click();
    const question = page.getByRole('region', { name: 'Approval' });
    await expect(question.getByRole('tree')).toContainText('above the limit of 100.00');
    await question.getByRole('button', { name: 'Approve' }).click();
    await expect(row).toBeHidden();
  });

  await test.step('the case tells where it stands, and closes when the goods are back', async () => {
    await page.goto('/cases?search=RMA-8001');
    await page.getByRole('link', { name: 'Return RMA-8001' }).click();
    const facts = page.getByLabel('How it stands');
    await expect(facts.getByText('In transit')).toBeVisible();
    await estate.goodsBack('RMA-8001');
    await expect(facts.getByText('Closed').first()).toBeVisible();
    const story = page.getByRole('list', { name: 'What happened' });
    await expect(story.getByText('171.00 EUR given back.')).toBeVisible();
  });
});
