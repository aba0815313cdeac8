import type { CanvasPage } from '../pages/canvas.ts';
import type { Inspector } from '../pages/inspector.ts';

export const HOOK = 'shopify/orders-drawn';

const SCRIPT = `type Row = Record<string, any>;

export default function map(input: Row) {
  const currency = input.currency;
  const money = (amount: unknown) => ({ amount: String(amount), currency });
  return {
    reference: input.name,
    externalId: String(input.id),
    channel: { name: 'shopify' },
    placedAt: input.created_at,
    currency,
    shipTo: { country: input.shipping_address.country_code },
    lines: input.line_items.map((line: Row) => ({
      id: String(line.id),
      sku: line.sku,
      quantity: line.quantity,
      unitPrice: money(line.price),
    })),
    totals: { total: money(input.total_price) },
  };
}
`;
const EU = "['AT','BE','ES','FR','IE','IT','NL','PL']";
const AREA = 'sales.organization sales.channel sales.soldToParty sales.warehouse'.split(' ');

/** Sales area of each way the switch knows: organization, channel, sold-to party, warehouse. */
const AREAS = [
  ['set-fields', 'Germany', ['1010', '10', '10100001', 'BER-1']],
  ['set-fields-2', 'European Union', ['1010', '20', '10100002', 'AMS-1']],
  ['set-fields-3', 'Rest of the world', ['1710', '10', '17100001', 'NJC-1']],
] as const;

/** Where each step is let go, in columns and rows of the zoomed-out canvas. */
const STEPS: readonly (readonly [type: string, id: string, column: number, row: number])[] = [
  ['webhook', 'webhook', 0, 1],
  ['check-contract', 'check-contract', 1, 1],
  ['map', 'map', 2, 1],
  ['check-contract', 'check-contract-2', 3, 1],
  ['switch', 'switch', 4, 1],
  ['fail', 'fail', 2, 3],
  ['fail', 'fail-2', 4, 3],
  ['set-fields', 'set-fields', 5, 0],
  ['set-fields', 'set-fields-2', 5, 1],
  ['set-fields', 'set-fields-3', 5, 2],
  ['log', 'log', 0, 5],
  ['sap.create-sales-order', 'create-sales-order', 1, 5],
  ['wms.allocate', 'allocate', 2, 5],
  ['log', 'log-2', 3, 4],
  ['log', 'log-3', 3, 5],
];

export const EDGES: readonly (readonly [from: string, port: string, to: string])[] = [
  ['webhook', 'out', 'check-contract'],
  ['check-contract', 'valid', 'map'],
  ['check-contract', 'invalid', 'fail'],
  ['map', 'out', 'check-contract-2'],
  ['check-contract-2', 'valid', 'switch'],
  ['check-contract-2', 'invalid', 'fail-2'],
  ['switch', 'domestic', 'set-fields'],
  ['switch', 'eu', 'set-fields-2'],
  ['switch', 'otherwise', 'set-fields-3'],
  ['set-fields', 'out', 'log'],
  ['set-fields-2', 'out', 'log'],
  ['set-fields-3', 'out', 'log'],
  ['log', 'out', 'create-sales-order'],
  ['create-sales-order', 'created', 'allocate'],
  ['allocate', 'allocated', 'log-2'],
  ['allocate', 'short', 'log-3'],
];

/** Drags every step of "Order to ERP" from the palette to its place. */
export async function placeSteps(canvas: CanvasPage): Promise<void> {
  await canvas.zoomOut(5);
  for (const [type, id, column, row] of STEPS) {
    await canvas.add(type, id, { x: 82 + column * 122, y: 70 + row * 116 });
  }
}

/** Fills in the form of every step. */
export async function fillSteps(canvas: CanvasPage, inspector: Inspector): Promise<void> {
  const step = async (id: string, name: string) => {
    await canvas.select(id);
    await inspector.rename(name);
  };
  await step('webhook', 'Order placed');
  await inspector.fill('/path', HOOK);
  await inspector.choose('/verify/scheme', /^Shopify$/);
  await inspector.choose('/verify/connection', 'Shopify');
  await inspector.fill('/dedupe', 'X-Shopify-Webhook-Id');
  await inspector.type('/businessKey', 'input.name');

  await step('check-contract', 'Is it a Shopify order?');
  await inspector.choose('/contract', /shopify-order@1, newest/);
  await step('map', 'To canonical order');
  await inspector.type('/script', SCRIPT);
  await step('check-contract-2', 'Is the order complete?');
  await inspector.choose('/contract', /^Order 1.*newest/);

  await step('switch', 'Where does it ship?');
  await inspector.fill('/cases/0/name', 'domestic');
  await inspector.type('/cases/0/when', "input.shipTo.country === 'DE'");
  await inspector.addItem('case');
  await inspector.fill('/cases/1/name', 'eu');
  await inspector.type('/cases/1/when', `${EU}.includes(input.shipTo.country)`);

  for (const [id, name, values] of AREAS) {
    await step(id, name);
    for (const [index, path] of AREA.entries()) {
      if (index > 0) await inspector.addItem('field');
      await inspector.fill(`/fields/${index}/path`, path);
      await inspector.type(`/fields/${index}/value`, JSON.stringify(values[index]));
    }
  }

  await step('log', 'Ready for the ERP');
  await inspector.compute('/message', "'Order ' + input.reference + ' goes to ' + input.sales.organization");
  await step('create-sales-order', 'Create sales order');
  await inspector.choose('/connection', /sap ·/);
  await inspector.compute('/salesOrganization', 'input.sales.organization');
  await inspector.compute('/distributionChannel', 'input.sales.channel');
  await inspector.compute('/soldToParty', 'input.sales.soldToParty');
  await inspector.retry({ attempts: 3, firstWaitMs: 200 });

  await step('allocate', 'Allocate stock');
  await inspector.choose('/connection', /wms ·/);
  await inspector.compute('/warehouse', 'steps.log.sales.warehouse');
  await inspector.compute('/orderRef', 'steps.log.reference');
  await inspector.compute('/lines', 'steps.log.lines');

  await step('log-2', 'Order is on its way');
  await inspector.compute('/message', "'Order ' + steps.log.reference + ' is allocated'");
  await step('log-3', 'Stock is short');
  await inspector.compute('/message', "'Order ' + steps.log.reference + ' is short'");
  await step('fail', 'Not a Shopify order');
  await inspector.fill('/message', 'The message is not a Shopify order.');
  await step('fail-2', 'Order is incomplete');
  await inspector.fill('/message', 'The order is incomplete.');
}

/** Draws every edge from port to port. */
export async function joinSteps(canvas: CanvasPage): Promise<void> {
  for (const [from, port, to] of EDGES) await canvas.connect(from, port, to);
}
