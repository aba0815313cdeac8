import { expect, test } from './fixtures.ts';

const REFERENCE = 'J-4001';
const line = (id: string, sku: string, name: string) => ({
  id,
  sku,
  name,
  quantity: 1,
  unitPrice: { amount: '20.00', currency: 'EUR' },
});
const order = {
  reference: REFERENCE,
  externalId: 'marketplace-4001',
  channel: { name: 'marketplace' },
  placedAt: '2026-11-20T09:00:00Z',
  currency: 'EUR',
  customer: { name: 'Ada Byron' },
  shipTo: { name: 'Ada Byron', street: ['Torstraße 1'], city: 'Berlin', postalCode: '10119', country: 'DE' },
  lines: [line('1', 'MUG-BLUE', 'Mug, blue'), line('2', 'LAMP-OAK', 'Lamp, oak')],
  totals: { total: { amount: '40.00', currency: 'EUR' } },
};

test('R53: an operator reads of a split order what has left, what is late and until when, and its documents', async ({
  page,
  request,
  estate,
}) => {
  await estate.break('dropship', { delayLine: 1 });
  const event = { topic: 'order.accepted', key: REFERENCE, eventId: REFERENCE, payload: order };
  expect((await request.post('/api/events', { data: event })).ok()).toBe(true);
  await expect
    .poll(async () => (await request.get(`/api/cases/order/${REFERENCE}`)).status(), { timeout: 15_000 })
    .toBe(200);
  await page.goto(`/cases?search=${REFERENCE}`);
  await page.getByRole('link', { name: `Order ${REFERENCE}` }).click();

  const facts = page.getByLabel('How it stands');
  const lines = page.getByRole('table', { name: 'Lines' });
  await expect(facts.getByText('Partially fulfilled')).toBeVisible({ timeout: 25_000 });
  await expect(lines.getByRole('row', { name: /Mug, blue.*Shipped/ })).toBeVisible();
  await expect(lines.getByRole('row', { name: /Lamp, oak.*Delayed/ })).toBeVisible();

  const story = page.getByRole('list', { name: 'What happened' });
  await expect(story.getByText(/LUMEN sends LAMP-OAK on 20\d\d-\d\d-\d\d/)).toBeVisible();
  // Whichever ERP it was sold in: other scenarios move a share of the orders from one to the other.
  for (const document of ['sales order', 'delivery', 'invoice']) {
    const named = new RegExp(`^Document: ${document} \\S+ \\((s4hana|business-central)\\)`);
    await expect(story.getByText(named).first()).toBeVisible();
  }
  await estate.heal();
});
