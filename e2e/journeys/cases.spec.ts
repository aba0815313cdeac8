import { expect, test } from './fixtures.ts';

const order = {
  number: 'J-3001',
  customer: 'Ada Byron',
  lines: [
    { id: '1', sku: 'MUG-BLUE', quantity: 2, source: 'BER-1' },
    { id: '2', sku: 'LAMP-OAK', quantity: 1, source: 'Lumen' },
  ],
};

test('a split order is one case: what each sender tells, in any order, is seen at a glance', async ({
  cases,
  request,
}) => {
  const tell = async (path: string, data: object) =>
    expect((await request.post(`/hooks/${path}`, { data })).status()).toBe(202);
  const update = (sender: string, status: string, minute: number) =>
    tell('orders/updates', { order: 'J-3001', sender, status, at: `2026-11-20T08:0${minute}:00Z` });

  await tell('orders/placed', order);
  const found = await cases.find('J-3001', 'Order J-3001');
  const [story, facts] = [found.story(), found.facts()];
  await expect(story.getByText('Expected next of Lumen: shipped')).toBeVisible();

  await update('BER-1', 'DISPATCHED', 5);
  await update('Lumen', 'delayed', 6);
  await expect(facts.getByText('Partially fulfilled')).toBeVisible();
  await expect(found.line(/MUG-BLUE.*Shipped/)).toBeVisible();
  await expect(found.line(/LAMP-OAK.*Delayed/)).toBeVisible();

  await test.step('what contradicts it changes nothing, and goes to a person', async () => {
    await update('BER-1', 'cancelled', 7);
    await expect(facts.getByText('1 open')).toBeVisible();
    await expect(story.getByText(/cannot become cancelled: it is shipped/).first()).toBeVisible();
    await expect(facts.getByText('Partially fulfilled')).toBeVisible();
  });

  await test.step('a word that nobody knows is kept', async () => {
    await update('Lumen', 'LOST_IN_HUB', 8);
    await expect(story.getByText('Lumen says "LOST_IN_HUB", which no rule knows.')).toBeVisible();
  });

  await test.step('from a line of the story to the run behind it', async () => {
    await found.openRun(/Order promises/);
  });
});
