import { expect, test } from './fixtures.ts';
import { importFlow, mappedFlow } from './small-flow.ts';

test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED/] });

const MAP = `export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: src.name,
  to_Item: t.each(src.line_items, (item) => ({
    Material: t.required(item.sku, 'sku'),
    RequestedQuantity: t.text(item.quantity),
    RequestedQuantityUnit: 'PC',
  })),
}));
`;

test('the text of a map is completed and checked with the types of its contracts, also without the runtime', async ({
  page,
  context,
  runtime,
  mapper,
}) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await importFlow(runtime.url, mappedFlow('typed', MAP));
  await page.goto('/flows/typed');
  await expect(page.getByTestId('node:shape')).toBeVisible();
  expect(workers.filter((url) => url.includes('types.worker'))).toEqual([]);

  await mapper.open('typed', 'shape');
  const types = page.getByTestId('map-types');
  await expect(types).toHaveText('Types fit');
  const editor = page.getByRole('textbox', { name: 'Map as TypeScript' });
  const problems = page.getByRole('region', { name: 'Problems of the map' });

  // The service lives in the page: it goes on when nothing else answers.
  // What the browser fetches when it is idle must be there by then.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/Toaster-')),
  );
  await context.setOffline(true);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let line = 0; line < 6; line += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  for (let key = 0; key < 'name'.length; key += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('na');
  const options = page.getByRole('listbox', { name: 'Completions' });
  await expect(options.getByRole('option', { name: 'name', exact: true })).toBeVisible();
  await expect(editor).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Escape');
  await page.keyboard.type('mme');
  await expect(types).toHaveText('1 type error');
  const problem = problems.getByRole('button', { name: /'namme' does not exist.*line 7, column 32/ });
  await expect(problem).toBeVisible();
  await expect(mapper.field('target', 'PurchaseOrderByCustomer')).toHaveAccessibleName(/wrong: Property 'namme'/);
  await context.setOffline(false);

  // Out of the editor by keyboard, back in by the problem.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await problem.click();
  await expect(editor).toBeFocused();
  for (let key = 0; key < 'namme'.length; key += 1) await page.keyboard.press('Delete');
  await page.keyboard.type('name');
  await expect(types).toHaveText('Types fit');
});
