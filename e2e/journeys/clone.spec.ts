import type { Flow } from '@lockstep/schema/graph';
import { expect, test } from './fixtures.ts';

interface Connection {
  readonly id: string;
  readonly baseUrl: string;
  readonly system: string;
}

// R47: a flow for another partner is the same steps, bound to other systems.
test('a flow is cloned for a second shop: another connection, another address, and nothing else changes', async ({
  flows,
  page,
  request,
}) => {
  const known = (await (await request.get('/api/connections')).json()) as {
    readonly connections: readonly Connection[];
  };
  const shop = known.connections.find(({ id }) => id === 'sap');
  if (!shop) throw new Error('The demo has no connection to SAP.');
  const second = {
    name: 'SAP of the second shop',
    system: shop.system,
    baseUrl: shop.baseUrl,
    settings: {},
    secrets: {},
  };
  expect((await request.put('/api/connections/sap-second', { data: second })).ok()).toBe(true);

  await flows.open();
  const dialog = await flows.cloning('Order to ERP');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Second shop to its books');
  await expect(dialog.getByRole('textbox', { name: 'Id' })).toHaveValue('second-shop-to-its-books');
  await dialog.getByRole('combobox', { name: 'sap becomes' }).click();
  await page.getByRole('option', { name: 'SAP of the second shop' }).click();
  const address = dialog.getByRole('textbox', { name: /^Address of/ });
  await expect(address).not.toHaveValue('shopify/orders-create');
  await address.fill('second/orders-create');
  await dialog.getByRole('button', { name: 'Clone flow' }).click();

  await expect(page).toHaveURL(/\/flows\/second-shop-to-its-books/);
  await expect(page.getByTestId('node:check-shopify')).toBeVisible();
  const [original, copy] = await Promise.all(
    ['order-to-erp', 'second-shop-to-its-books'].map(async (id) => {
      const { flow } = (await (await request.get(`/api/flows/${id}/draft`)).json()) as { readonly flow: Flow };
      return flow;
    }),
  );
  const bound = (flow: Flow | undefined) =>
    flow?.nodes.map(({ id, type, params }) => [id, type, params.connection ?? null, params.path ?? null]);
  expect(bound(copy)).toEqual(
    bound(original)?.map(([id, type, connection, path]) => [
      id,
      type,
      connection === 'sap' ? 'sap-second' : connection,
      path === 'shopify/orders-create' ? 'second/orders-create' : path,
    ]),
  );
  expect(copy?.edges).toEqual(original?.edges);
});
