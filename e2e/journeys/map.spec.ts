import { expect, test } from './fixtures.ts';
import { importFlow, mappedFlow } from './small-flow.ts';

const CONSTANTS = ['SalesOrderType', 'SalesOrganization', 'DistributionChannel', 'OrganizationDivision', 'SoldToParty'];

test('an analyst maps a Shopify order to a sales order with the mouse alone', async ({
  page,
  runtime,
  mapper,
  canvas,
}) => {
  await importFlow(runtime.url, mappedFlow('map-by-mouse'));
  await mapper.open('map-by-mouse', 'shape');
  await mapper.expectCoverage(0, 7);
  await mapper.drag('name', 'PurchaseOrderByCustomer');
  await mapper.drag('created_at', 'SalesOrderDate', /^Read as date/);
  await mapper.drag('line_items[].sku', 'to_Item[].Material', /^Must be there/);
  await mapper.drag('line_items[].quantity', 'to_Item[].RequestedQuantity', /^As text/);
  for (const target of CONSTANTS) await mapper.takeConstant(target);
  await mapper.expectCoverage(8, 9);
  await mapper.expectSamples('0 of 1 fit');
  await mapper.takeConstant('to_Item[].RequestedQuantityUnit');
  await mapper.expectCoverage(9, 9);
  await mapper.expectSamples('1 of 1 fit');

  await page.getByRole('button', { name: /^Undo: map to_Item/ }).click();
  await mapper.expectCoverage(8, 9);
  await page.getByRole('button', { name: /^Redo: map to_Item/ }).click();
  await mapper.expectCoverage(9, 9);
  await canvas.saved();
  await page.reload();
  await mapper.expectCoverage(9, 9);
  await expect(page.getByRole('textbox', { name: 'Map as TypeScript' })).toContainText("RequestedQuantityUnit: 'PC',");
});

test('the same map by keyboard alone', async ({ page, runtime, mapper }) => {
  await importFlow(runtime.url, mappedFlow('map-by-keys'));
  await mapper.open('map-by-keys', 'shape');
  const { keyboard } = page;
  const tree = page.getByRole('tree', { name: 'Target fields' });
  const dialog = page.getByRole('dialog');
  const tabTo = async (what: ReturnType<typeof page.getByRole>, key = 'Tab') => {
    for (let count = 0; count < 80; count += 1) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press(key);
    }
    throw new Error('Eighty times Tab did not lead there.');
  };
  /** Opens the field that has the keyboard, and chooses its source by typing. */
  const fromSource = async (search: string, convert: boolean) => {
    await keyboard.press('Enter');
    await expect(dialog.getByRole('combobox', { name: 'Source field' })).toBeFocused();
    await keyboard.type(search);
    await keyboard.press('Enter');
    if (convert) {
      await expect(dialog.getByRole('button', { name: 'Map' })).toBeVisible();
      await tabTo(dialog.getByRole('button', { name: 'Map' }));
      await keyboard.press('Enter');
    }
    await expect(dialog).toBeHidden();
    await expect(tree).toBeFocused();
  };
  const constant = async () => {
    await keyboard.press('Enter');
    await expect(dialog.getByRole('combobox', { name: 'Source field' })).toBeFocused();
    await tabTo(dialog.getByRole('button', { name: 'Constant' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(dialog.getByRole('button', { name: 'Set', exact: true }));
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(tree).toBeFocused();
  };
  const goTo = async (path: string) => {
    const row = mapper.field('target', path);
    await keyboard.press('Home');
    for (let count = 0; count < 40; count += 1) {
      if ((await row.getAttribute('aria-selected')) === 'true') return;
      await keyboard.press('ArrowDown');
    }
    throw new Error(`The arrows did not lead to ${path}.`);
  };

  await expect(mapper.field('target', 'SalesOrderType')).toBeVisible();
  await tabTo(tree);
  for (const path of CONSTANTS) {
    await goTo(path);
    await constant();
  }
  await goTo('PurchaseOrderByCustomer');
  await fromSource('name', false);
  await goTo('to_Item[].Material');
  await fromSource('line_items sku', true);
  await goTo('to_Item[].RequestedQuantity');
  await fromSource('line_items quantity', true);
  await goTo('to_Item[].RequestedQuantityUnit');
  await constant();
  await mapper.expectCoverage(9, 9);
  await mapper.expectSamples('1 of 1 fit');

  await goTo('to_Item[].Material');
  await keyboard.press('Delete');
  await mapper.expectCoverage(8, 9);
  await keyboard.press('ControlOrMeta+z');
  await mapper.expectCoverage(9, 9);
});
