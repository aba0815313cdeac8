import { expect, type Page } from '@playwright/test';

/** A map as an analyst leaves it half-way: most is drawn, one field is written by hand, suggestions are open. */
export const MAP_PICTURE = `export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: src.name,
  SalesOrderDate: t.date(src.created_at),
  TransactionCurrency: src.currency?.toUpperCase(),
  to_Item: t.each(src.line_items, (item) => ({
    Material: t.required(item.sku, 'sku'),
    RequestedQuantity: t.text(item.quantity),
    RequestedQuantityUnit: 'PC',
  })),
}));
`;

/** What the warehouse counted; told again it changes nothing. */
export async function tellStock(page: Page): Promise<void> {
  for (const [i, sku] of ['MUG-BLUE', 'MUG-RED', 'JUG-1L', 'MUG-BLUE', 'CUP-SMALL', 'MUG-BLUE'].entries()) {
    const asOf = `2026-11-26T08:0${i}:00.000Z`;
    const data = { sku, location: 'BER-1', available: 40 - i, version: i + 1, reason: 'count', asOf };
    await page.request.post('/hooks/wms/stock-changes', { data });
  }
}

/** A contract of two versions, the older of which ends, and a draft that breaks it; written again it stays. */
export async function writeContract(page: Page): Promise<void> {
  const send = (method: 'post' | 'put', path: string, data: object) =>
    page.request[method](`/api/contracts${path}`, { data });
  const field = (description: string, more: object = {}) => ({ type: 'string', minLength: 1, description, ...more });
  const document = (properties: object, required: readonly string[], example: object) => ({
    title: 'Store order',
    description: 'An order as our stores send it.',
    owner: 'Stores team',
    schema: { type: 'object', properties, required, additionalProperties: false },
    examples: [{ name: 'Over the counter', value: example }],
  });
  const customer = { type: 'object', properties: { email: field('E-mail address.', { 'x-sensitive': true }) } };
  const first = { reference: field('What customer and store call the order.', { 'x-owner': 'commerce' }), customer };
  const second = { ...first, till: field('Number of the till.', { 'x-owner': 'stores' }) };
  const { reference: number, ...rest } = second;
  const created = await send('post', '', {
    name: 'store-order',
    document: document(first, ['reference'], { reference: 'S-1' }),
    by: 'Ann',
  });
  if (!created.ok()) return;
  const publish = (version: string, note: string) =>
    send('post', '/store-order/versions', { version, basedOn: 1, note, by: 'Ann' });
  const save = (data: object) => send('put', '/store-order/draft', { document: data, basedOn: 0, by: 'Ben' });
  await publish('1.0.0', 'As the stores send it now.');
  await save(document(second, ['reference'], { reference: 'S-1', till: '4' }));
  await publish('1.1.0', 'Where it was sold.');
  const ending = { successor: 'store-order@1', endsOn: '2027-03-31', note: 'The till is wanted.', by: 'Ann' };
  await send('put', '/store-order/versions/1.0.0/deprecation', ending);
  await save(document({ orderNumber: number, ...rest }, ['orderNumber'], { orderNumber: 'S-1', till: '4' }));
}

/** An order of two senders, one of which has shipped and one is late; told again it changes nothing. */
export async function tellOrders(page: Page): Promise<void> {
  const lines = [
    { id: '1', sku: 'MUG-BLUE', quantity: 2, source: 'BER-1' },
    { id: '2', sku: 'LAMP-OAK', quantity: 1, source: 'Lumen Supplies' },
  ];
  const order = async (data: object) => {
    await page.request.post('/hooks/orders/placed', { data: { lines, ...data } });
  };
  await order({ number: 'W-2001', customer: 'Ada Byron' });
  await order({ number: 'W-2002', customer: 'Grace Hopper' });
  const story = async () => {
    const answer = await page.request.get('/api/cases/order/W-2001');
    return answer.ok() ? ((await answer.json()) as { state: string }).state : '';
  };
  await expect.poll(story).not.toBe('');
  const update = { order: 'W-2001', carrier: 'UPS', at: '2026-11-26T08:05:00Z' };
  const shipped = { ...update, sender: 'BER-1', status: 'DISPATCHED', tracking: '1Z999AA10123456784' };
  await page.request.post('/hooks/orders/updates', { data: shipped });
  await page.request.post('/hooks/orders/updates', {
    data: { ...update, sender: 'Lumen Supplies', status: 'delayed' },
  });
  await expect.poll(story).toBe('partially_fulfilled');
}

/** Words of a carrier that nobody has mapped; told again they change nothing. */
export async function tellCarrier(page: Page): Promise<void> {
  for (const [i, status] of ['LEFT_WITH_NEIGHBOUR', 'DELIVERED_TO_LOCKER', 'LEFT_WITH_NEIGHBOUR'].entries()) {
    const at = `2026-11-26T08:0${i}:00Z`;
    await page.request.post('/hooks/carrier/status', {
      data: { carrier: 'Parcel One', trackingNumber: `1Z00${i}`, status, at },
    });
  }
}
