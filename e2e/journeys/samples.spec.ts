import { expect, test } from './fixtures.ts';
import { importFlow, mappedFlow } from './small-flow.ts';

const MAP = `export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: src.name,
  to_Item: t.each(src.line_items, (item) => ({
    Material: t.default(item.sku, 'NO-SKU'),
    RequestedQuantity: t.text(item.quantity),
    RequestedQuantityUnit: 'PC',
  })),
}));
`;
const ORDER = {
  id: 1,
  name: '#1042',
  email: 'jana.mueller@shop.example',
  total_price: '10.00',
  line_items: [{ sku: 'MUG', title: 'Mug, blue', quantity: 2, price: '5.00' }],
};

test('samples from a run, from the contract and by hand are tried at every edit, and stand before a publish', async ({
  page,
  runtime,
  mapper,
  versions,
}) => {
  const flow = mappedFlow('sampled', MAP);
  await importFlow(runtime.url, flow);
  const started = await fetch(`${runtime.url}/api/flows/sampled/test-runs`, {
    method: 'POST',
    body: JSON.stringify({ flow, message: ORDER }),
    headers: { 'content-type': 'application/json' },
  });
  expect(started.status).toBe(202);
  await mapper.open('sampled', 'shape');
  await mapper.expectSamples('2 of 2 fit');

  // From a run: nobody is named in what is kept.
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a sample' });
  await dialog.getByRole('button', { name: 'From a run' }).click();
  await expect(dialog.getByText('1 value is masked')).toBeVisible();
  await expect(dialog.getByText('xxxx.xxxxxxx@example.com')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Two mugs');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  await mapper.expectSamples('3 of 3 fit');

  // From the contract: the longest name does not fit the target, and stands first.
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await dialog.getByRole('button', { name: /^Add \d+ samples$/ }).click();
  await expect(dialog).toBeHidden();
  const rows = page.getByTestId(/^map-sample:/);
  await expect(rows.first()).toHaveAttribute('data-status', 'broken');
  await expect(rows.first()).toContainText('Largest');

  // What it gives now is what it must give.
  await page.getByTestId('map-sample:two-mugs').click();
  await page.getByRole('button', { name: 'Accept as expected' }).click();
  await expect(page.getByRole('button', { name: 'Expect nothing' })).toBeVisible();
  await mapper.drag('line_items[].title', 'to_Item[].SalesOrderItemText');
  await expect(page.getByTestId('map-sample:two-mugs')).toHaveAttribute('data-status', 'different');
  await expect(page.getByRole('table', { name: 'Differences' })).toContainText('/to_Item/0/SalesOrderItemText');

  // A publish is refused with what fails, until somebody says why.
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const publish = page.getByRole('dialog', { name: 'Publish version 1' });
  const failing = publish.getByRole('region', { name: 'Samples that fail' });
  await expect(failing).toContainText('Two mugs of Shape');
  await expect(failing).toContainText('Largest of Shape');
  const button = publish.getByRole('button', { name: 'Publish version 1' });
  await expect(button).toBeDisabled();
  await publish.getByRole('textbox', { name: 'Publish all the same because' }).fill('The ERP cuts long names itself');
  await button.click();
  await page.getByRole('dialog', { name: 'Version 1 is live' }).getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Back to the flow' }).click();
  await versions.open();
  await expect(versions.item(1)).toContainText('samples failed: The ERP cuts long names itself');
});
