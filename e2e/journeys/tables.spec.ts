import { expect, test } from './fixtures.ts';

test('a table comes from a file, a flow meets a code it does not have, and one click lets the run go on', async ({
  page,
  tables,
}) => {
  await tables.open();
  await tables.create('Journey sizes', ['shop', 'erp']);

  const { dialog, upload } = await tables.importInto('Journey sizes');
  await upload('shop;erp\nS;10\nS;11\n');
  await expect(dialog.getByRole('list', { name: 'Errors' })).toContainText('"S" stands in line 2 already.');
  await upload('shop;erp\nS;10\nM;20\nL;30\n');
  await expect(dialog.getByRole('status').first()).toContainText('3 added');
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(dialog).toBeHidden();
  await expect(tables.grid().getByRole('row')).toHaveCount(4);

  // By keyboard alone: the second row, the second column.
  await tables.grid().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('21');
  await page.keyboard.press('Enter');
  await expect(tables.gridRow('M')).toContainText('21');
  await tables.publish(3, 'M is 21 now');
  await expect(await tables.changesOf('M is 21 now')).toContainText('M: erp 20 → 21');

  const script = `export default defineMap<Order, ErpOrder>((src, t) => ({
  size: t.lookup('journey-sizes', src.size, { missing: 'queue' }),
}));
`;
  const node = (id: string, type: string, params: object) => ({ id, type, version: 1, name: id, params, policy: {} });
  const flow = {
    ...{ format: 1, id: 'journey-sizes', name: 'Journey sizes', settings: {}, tests: [] },
    nodes: [node('in', 'webhook', { path: 'journey/sizes' }), node('shape', 'map', { script })],
    edges: [{ from: 'in', port: 'out', to: 'shape' }],
    layout: { nodes: { in: { x: 0, y: 0 }, shape: { x: 280, y: 0 } }, notes: [] },
  };
  expect((await page.request.post('/api/flows', { data: { flow } })).status()).toBe(201);
  const version = { flow, basedOn: 0, note: '' };
  expect((await page.request.post('/api/flows/journey-sizes/versions', { data: version })).status()).toBe(201);
  for (const size of ['M', 'XL', 'XL']) await page.request.post('/hooks/journey/sizes', { data: { size } });

  await tables.open();
  await expect(tables.row('journey-sizes')).toContainText('1 open');
  await page.getByRole('link', { name: '1 unmapped codes of Journey sizes' }).click();
  await expect(tables.unmapped('XL')).toContainText('2 wait');
  const map = await tables.map('XL');
  await expect(map.getByLabel('erp')).toBeFocused();
  await page.keyboard.type('40');
  await map.getByRole('button', { name: 'Map and let 2 runs go on' }).click();
  await expect(map).toBeHidden();
  await expect(page.getByText('Every code is known')).toBeVisible();

  await page.goto('/runs?flow=journey-sizes&status=done');
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(4, { timeout: 20_000 });
  await page.getByRole('table', { name: 'Runs' }).getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Tables of this run' })).toContainText(
    'journey-sizes v3, as published; v4 for codes it did not have',
  );
});

test('what a carrier says that nobody knows is told as unknown, and once more when it is mapped', async ({
  page,
  tables,
}) => {
  const trackingNumber = `JOURNEY-${Date.now()}`;
  const update = { carrier: 'Parcel One', trackingNumber, status: 'HANDED_TO_CONCIERGE', at: '2026-11-27T07:45:00Z' };
  expect((await page.request.post('/hooks/carrier/status', { data: update })).status()).toBe(202);
  await page.goto('/tables/unmapped?table=carrier-status');
  const map = await tables.map('HANDED_TO_CONCIERGE');
  await map.getByRole('button', { name: 'delivered', exact: true }).first().click();
  await map.getByRole('button', { name: /^Map/ }).click();
  await expect(map).toBeHidden();
  await page.goto(`/topics/shipment.status?key=${trackingNumber}`);
  const events = page.getByRole('table', { name: 'Events' });
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(events.getByRole('row')).toHaveCount(3, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(events.getByRole('row').nth(1)).toContainText('"status":"delivered"');
  await expect(events.getByRole('row').nth(2)).toContainText('"status":"unknown"');
});
