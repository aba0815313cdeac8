import { expect, test } from './fixtures.ts';

test('events of one key are replayed into a flow: counted first, ended early, then to the end', async ({ page }) => {
  const key = 'JOURNEY-MUG@BER-1';
  for (const version of [1, 2, 3, 4]) {
    const data = { sku: 'JOURNEY-MUG', location: 'BER-1', available: 9, version, asOf: '2026-11-26T08:00:00Z' };
    expect((await page.request.post('/hooks/wms/stock-changes', { data })).status()).toBe(202);
  }
  await page.goto('/topics');
  await page.getByRole('link', { name: 'inventory.changed' }).click();
  await expect(page.getByTestId('reader-row:stock-projection')).toContainText('Up to date');
  const filter = page.getByRole('form', { name: 'Which events' });
  await filter.getByLabel('Key').fill(key);
  await filter.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/key=JOURNEY-MUG/);
  await expect(page.getByRole('table', { name: 'Events' }).getByRole('row')).toHaveCount(5);

  const replay = async (perSecond: string) => {
    await page.getByRole('button', { name: 'Replay…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay events' });
    await dialog.getByLabel('Into flow').click();
    await page.getByRole('option', { name: 'Stock on hand' }).click();
    await dialog.getByLabel('Runs a second').fill(perSecond);
    await dialog.getByRole('button', { name: 'Replay 4' }).click();
    await expect(dialog).toBeHidden();
  };
  const rows = page.getByRole('list', { name: 'Replays' }).getByRole('listitem');
  await replay('0.05');
  await expect(rows.first()).toHaveAttribute('data-status', 'running');
  await rows.first().getByRole('button', { name: 'End the replay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End replay' }).click();
  await expect(rows.first()).toHaveAttribute('data-status', 'aborted');
  await replay('');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveAttribute('data-status', 'done');
  await expect(rows.first()).toContainText('4 of 4 runs begun');

  await page.goto('/runs?flow=stock-projection');
  await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: key }).first().click();
  await page.getByRole('link', { name: `Replay of inventory.changed · ${key} by operator` }).click();
  const event = page.getByRole('dialog', { name: /^Event / });
  await expect(event.getByRole('tree', { name: 'Payload' })).toContainText('JOURNEY-MUG');
});
