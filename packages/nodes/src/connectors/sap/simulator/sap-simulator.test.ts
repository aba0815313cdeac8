import { afterEach, expect, it } from 'vitest';
import { keyPaths, recorded } from '../../../simulators/kit/fixtures.ts';
import { ORDER, sapClient } from './sap-client.testing.ts';
import type { SapSettings } from './sap-simulator.ts';

let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((simulator) => simulator.close()));
  running = [];
});

async function sap(settings: SapSettings = {}) {
  const client = await sapClient(settings);
  running.push(client);
  return client;
}

it('creates a sales order by deep insert and answers it with its items', async () => {
  const { create, service } = await sap();
  const answer = await create(ORDER);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`${service}/A_SalesOrder('1')`);
  expect(await answer.json()).toMatchObject({
    d: {
      __metadata: {
        uri: `${service}/A_SalesOrder('1')`,
        type: 'API_SALES_ORDER_SRV.A_SalesOrderType',
        etag: `W/"datetimeoffset'2026-11-23T08%3A00%3A00.0000000Z'"`,
      },
      SalesOrder: '1',
      PurchaseOrderByCustomer: 'SHOP-1001',
      CreationDate: '/Date(1795392000000)/',
      LastChangeDateTime: '/Date(1795420800000+0000)/',
      TotalNetAmount: '52.65',
      TransactionCurrency: 'USD',
      to_Item: { results: [{ SalesOrderItem: '10', RequestedQuantity: '3', NetAmount: '52.65', Material: 'TG11' }] },
      to_Partner: { __deferred: { uri: `${service}/A_SalesOrder('1')/to_Partner` } },
    },
  });
});

it('makes a second order of a repeated POST, and shows both in its state', async () => {
  const { create, state } = await sap({ firstSalesOrder: 4711 });
  await create(ORDER);
  await create(ORDER);
  expect(await state()).toMatchObject({
    salesOrders: [
      { SalesOrder: '4711', PurchaseOrderByCustomer: 'SHOP-1001', to_Item: { results: [{ SalesOrder: '4711' }] } },
      { SalesOrder: '4712', PurchaseOrderByCustomer: 'SHOP-1001', to_Item: { results: [{ SalesOrder: '4712' }] } },
    ],
  });
});

it('answers an order with the keys of a recorded sandbox answer', async (test) => {
  const real = recorded('sap-s4hana/A_SalesOrder_1_expand_to_Item.response.json');
  if (real === undefined) return test.skip('the recorded exchanges are not on this machine');
  const { create, json } = await sap();
  await create(ORDER);
  const ours = keyPaths(await json("A_SalesOrder('1')?$expand=to_Item"));
  const item = '.d.to_Item.results[]';
  // The recording is of 2016; today's metadata has prices of an item as well.
  const newer = ['', '.__deferred', '.__deferred.uri'].map((rest) => `${item}.to_PricingElement${rest}`);
  expect(new Set(ours)).toEqual(new Set([...keyPaths(real), ...newer]));
});

it('lets nobody in without the right user and password', async () => {
  const { service, send } = await sap();
  const anonymous = await fetch(`${service}/A_SalesOrder`);
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([
    401,
    'Basic realm="SAP NetWeaver Application Server [S4H/100]"',
  ]);
  expect((await send('GET', 'A_SalesOrder')).status).toBe(200);
});

it('refuses a change without a token in the words of SAP Gateway', async () => {
  const { send, state } = await sap();
  const refused = await send('POST', 'A_SalesOrder', ORDER);
  expect([refused.status, refused.headers.get('x-csrf-token'), await refused.text()]).toEqual([
    403,
    'Required',
    'CSRF token validation failed',
  ]);
  expect(await state()).toMatchObject({ salesOrders: [] });
});

it('binds a token to the session of its cookie, and hands the same one out again', async () => {
  const { send, fetchToken } = await sap();
  const [mine, other] = [await fetchToken(), await fetchToken()];
  const status = async (headers: Record<string, string>) => (await send('POST', 'A_SalesOrder', ORDER, headers)).status;
  expect(await status(mine)).toBe(201);
  expect(await status({ 'x-csrf-token': mine['x-csrf-token'] ?? '' })).toBe(403);
  expect(await status({ ...mine, cookie: other.cookie ?? '' })).toBe(403);
  const again = await send('GET', 'A_SalesOrder', undefined, { ...mine, 'x-csrf-token': 'fetch' });
  expect(again.headers.get('x-csrf-token')).toBe(mine['x-csrf-token']);
});

it('forgets a token after its time, and all tokens when sessions are ended', async () => {
  let now = Date.UTC(2026, 10, 23);
  const { send, fetchToken, control } = await sap({ clock: () => now, csrfTtlMs: 60_000 });
  const token = await fetchToken();
  const status = async () => (await send('POST', 'A_SalesOrder', ORDER, token)).status;
  now += 59_999;
  expect(await status()).toBe(201);
  now += 60_000;
  expect(await status()).toBe(403);
  const fresh = await fetchToken();
  await control('DELETE', 'sessions');
  expect((await send('POST', 'A_SalesOrder', ORDER, fresh)).status).toBe(403);
});

it('redirects a service address without its slash, and gives a token even with an error', async () => {
  const { service, headers, send } = await sap();
  const fetching = { headers: { ...headers, 'x-csrf-token': 'Fetch' }, redirect: 'manual' } as const;
  const bare = await fetch(service, fetching);
  expect([bare.status, bare.headers.get('location')]).toEqual([307, '/sap/opu/odata/sap/API_SALES_ORDER_SRV/']);
  const missing = await send('GET', "A_SalesOrder('9')", undefined, { 'x-csrf-token': 'Fetch' });
  expect([missing.status, missing.headers.get('x-csrf-token') === null]).toEqual([404, false]);
});

it.each([
  ['SoldToParty', { ...ORDER, SoldToParty: '' }, 'V1/212', 'Enter sold-to party or ship-to party'],
  ['SalesOrganization', { ...ORDER, SalesOrganization: '9999' }, 'V1/048', 'Sales organization 9999 is not defined'],
  ['SalesOrderType', { ...ORDER, SalesOrderType: 'XX' }, 'V1/045', 'Sales document type XX is not defined'],
  [
    'to_Item(1)/RequestedQuantity',
    { ...ORDER, to_Item: [{ Material: 'A', RequestedQuantity: '0' }] },
    'V1/384',
    'Item 10: enter a quantity',
  ],
  ['to_Item(1)/Material', { ...ORDER, to_Item: [{ RequestedQuantity: '1' }] }, 'V1/320', 'Item 10: enter a material'],
])('refuses an order with a wrong %s in an SAP error envelope', async (target, order, code, value) => {
  const { create, state } = await sap();
  const answer = await create(order);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: {
      code,
      message: { lang: 'en', value },
      innererror: { errordetails: [{ code, message: value, target, severity: 'error' }] },
    },
  });
  expect(await state()).toMatchObject({ salesOrders: [] });
});

it('lists every complaint about an order at once', async () => {
  const answer = await (await sap()).create({ SalesOrderType: 'OR' });
  const { error } = (await answer.json()) as { error: { innererror: { errordetails: { code: string }[] } } };
  expect(error.innererror.errordetails.map(({ code }) => code)).toEqual(['V1/047', 'V1/049', 'V1/050', 'V1/212']);
});

it.each([
  ['a number for a decimal', { to_Item: [{ Material: 'A', RequestedQuantity: 3 }] }, 'RequestedQuantity'],
  ['a word for a decimal', { to_Item: [{ Material: 'A', RequestedQuantity: 'three' }] }, 'RequestedQuantity'],
  ['an unknown property', { CustomerName: 'Bob' }, 'CustomerName'],
  ['a text too long', { PurchaseOrderByCustomer: 'x'.repeat(36) }, 'PurchaseOrderByCustomer'],
  ['a bad date', { RequestedDeliveryDate: 'soon' }, 'RequestedDeliveryDate'],
])('refuses %s', async (_what, part, target) => {
  const answer = await (await sap()).create({ ...ORDER, ...part });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { innererror: { errordetails: [{ target }] } } });
});

it('changes a header only with the current ETag', async () => {
  const { create, send, fetchToken, json } = await sap();
  const etag = (await create(ORDER)).headers.get('etag') ?? '';
  const token = await fetchToken();
  const change = { DeliveryBlockReason: '01', SalesOrder: '9' };
  const patch = async (more: Record<string, string>) =>
    (await send('PATCH', "A_SalesOrder('1')", change, { ...token, ...more })).status;
  expect(await patch({})).toBe(428);
  expect(await patch({ 'if-match': 'W/"stale"' })).toBe(412);
  expect(await patch({ 'if-match': etag })).toBe(204);
  expect(await patch({ 'if-match': etag })).toBe(412);
  expect(await json("A_SalesOrder('1')?$select=SalesOrder,DeliveryBlockReason")).toMatchObject({
    d: { SalesOrder: '1', DeliveryBlockReason: '01' },
  });
  const tunnel = { ...token, 'x-http-method': 'MERGE', 'if-match': '*' };
  expect((await send('POST', "A_SalesOrder('1')", { DeliveryBlockReason: '' }, tunnel)).status).toBe(204);
  expect((await send('DELETE', "A_SalesOrder('1')", undefined, { ...token, 'if-match': '*' })).status).toBe(204);
  expect((await send('GET', "A_SalesOrder('1')")).status).toBe(404);
});

it('says that a record is being worked on, and warns on success, as told', async () => {
  const { create, control, state } = await sap();
  await control('PUT', 'faults', { recordLock: 1 });
  const locked = await create(ORDER);
  expect(locked.status).toBe(400);
  expect(await locked.json()).toMatchObject({ error: { code: 'V1/042' } });
  expect(await state()).toMatchObject({ salesOrders: [] });
  await control('PUT', 'faults', { sapMessage: 1, sapMessageSeverity: 'error' });
  const warned = await create(ORDER);
  expect(warned.status).toBe(201);
  expect(JSON.parse(warned.headers.get('sap-message') ?? '')).toMatchObject({ severity: 'error' });
});

it('keeps an order whose answer is lost, to be found by our own reference', async () => {
  const { create, control, json } = await sap();
  await create({ ...ORDER, PurchaseOrderByCustomer: 'SHOP-1000' });
  await control('PUT', 'faults', { commitThenDrop: 1 });
  await expect(create(ORDER)).rejects.toThrow('fetch failed');
  const found = await json("A_SalesOrder?$filter=PurchaseOrderByCustomer eq 'SHOP-1001'&$select=SalesOrder");
  expect(found).toMatchObject({ d: { results: [{ SalesOrder: '2' }] } });
});

it('forgets the oldest orders beyond its limit', async () => {
  const { create, state } = await sap({ keepOrders: 2 });
  for (let i = 0; i < 3; i++) await create(ORDER);
  expect(await state()).toMatchObject({ salesOrders: [{ SalesOrder: '2' }, { SalesOrder: '3' }] });
});
