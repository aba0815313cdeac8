import type { Flow, MapSample } from '@lockstep/schema/graph';
import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { mappedFlow } from './small-flow.ts';

const MAP = `export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: src.name,
  SalesOrderDate: t.maybe(src.created_at, t.date),
  to_Item: t.each(t.where(src.line_items, (item) => item.quantity > 0), (item) => ({
    Material: t.required(item.sku, 'sku'),
    RequestedQuantity: t.text(item.quantity),
    RequestedQuantityUnit: 'PC',
  })),
}));
`;
const ITEM = { Material: 'MUG-BLUE', RequestedQuantity: '2', RequestedQuantityUnit: 'PC' };
const HEAD = {
  ...{ SalesOrderType: 'OR', SalesOrganization: '1710', DistributionChannel: '10', OrganizationDivision: '00' },
  ...{ SoldToParty: '17100001', PurchaseOrderByCustomer: '#1042' },
};
const order = (line: Readonly<Record<string, string | number | null>>) => ({
  ...{ id: 5821, name: '#1042', total_price: '25.00' },
  line_items: [{ price: '12.50', quantity: 2, ...line }],
});

/** One that passes, one that is not as expected, one that is refused. */
const SAMPLES: MapSample[] = [
  {
    id: 'two-mugs',
    name: 'Two mugs',
    input: order({ sku: 'MUG-BLUE' }),
    origin: 'run',
    expect: { output: { ...HEAD, to_Item: [ITEM] } },
  },
  {
    ...{ id: 'three', name: 'Three mugs', input: order({ sku: 'MUG-BLUE', quantity: 3 }), origin: 'contract' },
    expect: { output: { ...HEAD, to_Item: [ITEM] } },
  },
  { id: 'no-sku', name: 'A line without SKU', input: order({ sku: null }), origin: 'pasted' },
];

function sampledFlow(): Flow {
  const flow = mappedFlow('samples-picture', MAP);
  return { ...flow, nodes: flow.nodes.map((node) => (node.id === 'shape' ? { ...node, samples: SAMPLES } : node)) };
}

async function openMap(page: Page): Promise<void> {
  await page.goto('/flows');
  await page.request.post('/api/flows', { data: { flow: sampledFlow() } });
  await page.goto('/flows/samples-picture?map=shape');
  await expect(page.getByTestId('map-sample:no-sku')).toHaveAttribute('data-status', 'failed');
}

/** Samples of a map: how they do, how they are made, and how they stand before a publish. */
export const SAMPLE_SCREENS: readonly Screen[] = [
  {
    name: 'samples',
    caption: 'Samples: what fails stands first, and where the result is not what was expected is shown place by place.',
    narrow: true,
    open: async (page) => {
      await openMap(page);
      await page.getByTestId('map-sample:three').click();
      await expect(page.getByRole('table', { name: 'Differences' })).toBeVisible();
    },
  },
  {
    name: 'add-samples',
    caption: 'Add samples: made of the source contract, the boundary cases among them, the same for the same seed.',
    open: async (page) => {
      await openMap(page);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('dialog', { name: 'Add a sample' }).getByRole('button', { name: 'Generate' }).click();
      await expect(page.getByRole('button', { name: /^Add \d+ samples$/ })).toBeVisible();
    },
  },
  {
    name: 'publish-gate',
    caption: 'Publish: samples that fail stand before it; a reason to publish all the same stays with the version.',
    narrow: true,
    open: async (page) => {
      await openMap(page);
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Samples that fail' })).toContainText('A line without SKU');
    },
  },
];
