import { afterAll, beforeAll, expect, it } from 'vitest';
import { SHOPIFY_CREDENTIALS, type ShopifySimulator, shopifySimulator } from './shopify-simulator.ts';

let shopify: ShopifySimulator;
let now = Date.UTC(2026, 10, 23);
const headers = { 'x-shopify-access-token': SHOPIFY_CREDENTIALS.accessToken };

beforeAll(async () => {
  shopify = await shopifySimulator({ clock: () => now, callLimit: { size: 4, perSecond: 2 } });
  for (let i = 0; i < 7; i++) await place();
});
afterAll(() => shopify.close());

const place = async () => {
  now += 60_000;
  await fetch(`${shopify.baseUrl}/_sim/orders`, { method: 'POST' });
};
/** Asks after a while, so that the calls of other tests are forgotten. */
const get = (path: string) => {
  now += 10_000;
  return fetch(new URL(path, `${shopify.baseUrl}/admin/api/2026-07/`), { headers });
};
interface Orders {
  readonly orders: readonly { readonly id: number; readonly name: string }[];
}
const names = async (response: Response) => ((await response.json()) as Orders).orders.map(({ name }) => name);
const links = (response: Response): Record<string, string> =>
  Object.fromEntries(
    (response.headers.get('link') ?? '').split(', ').flatMap((link) => {
      const [, url = '', rel = ''] = /^<(.+)>; rel="(.+)"$/.exec(link) ?? [];
      return url === '' ? [] : [[rel, url]];
    }),
  );

it('lists orders page by page, newest first, and stays in place while orders arrive', async () => {
  const first = await get('orders.json?limit=3');
  expect(await names(first)).toEqual(['#1007', '#1006', '#1005']);
  expect(Object.keys(links(first))).toEqual(['next']);
  await place();
  const second = await get(links(first).next ?? '');
  expect(await names(second)).toEqual(['#1004', '#1003', '#1002']);
  const third = await get(links(second).next ?? '');
  expect([await names(third), Object.keys(links(third))]).toEqual([['#1001'], ['previous']]);
  expect(await names(await get(links(third).previous ?? ''))).toEqual(['#1004', '#1003', '#1002']);
});

it('filters by id, time, status and chosen fields, and counts', async () => {
  const all = (await (await get('orders.json')).json()) as Orders;
  const [newest, , third] = all.orders;
  expect(await names(await get(`orders.json?ids=${newest?.id},${third?.id}`))).toEqual([newest?.name, third?.name]);
  expect(await names(await get(`orders.json?since_id=${third?.id}&limit=1`))).toEqual([all.orders[1]?.name]);
  expect(await names(await get('orders.json?created_at_max=2026-11-23T00:01:30Z'))).toEqual(['#1001']);
  expect(await names(await get('orders.json?status=cancelled'))).toEqual([]);
  expect(await (await get('orders.json?fields=id,name&limit=1')).json()).toEqual({
    orders: [{ id: newest?.id, name: newest?.name }],
  });
  expect(await (await get('orders/count.json?status=any')).json()).toEqual({ count: all.orders.length });
  const single = await get(`orders/${third?.id}.json`);
  expect(await single.json()).toEqual({ order: third });
});

it.each([
  ['orders/1.json', 404, 'Not Found'],
  ['orders.json?limit=251', 400, 'limit must be between 1 and 250'],
  ['orders.json?page_info=nonsense', 400, 'page_info: Invalid value'],
  ['orders.json?page_info=x&status=any', 400, 'Only limit and fields may be used together with page_info'],
])('answers %s with %d', async (path, status, errors) => {
  const response = await get(path);
  expect([response.status, await response.json()]).toEqual([status, { errors }]);
});

it('lets nobody in without the access token', async () => {
  const response = await fetch(`${shopify.baseUrl}/admin/api/2026-07/orders.json`);
  expect([response.status, await response.json()]).toEqual([
    401,
    { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
  ]);
});

it('counts calls, refuses one too many with a float to wait, and recovers', async () => {
  now += 60_000;
  const call = () => fetch(`${shopify.baseUrl}/admin/api/2026-07/shop.json`, { headers });
  const limits: (string | null)[] = [];
  for (let i = 0; i < 4; i++) limits.push((await call()).headers.get('x-shopify-shop-api-call-limit'));
  expect(limits).toEqual(['1/4', '2/4', '3/4', '4/4']);
  const refused = await call();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '0.5']);
  now += 500;
  expect((await call()).status).toBe(200);
});

it('words a told refusal as Shopify does', async () => {
  const faults = (body: unknown) => fetch(shopify.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  await faults({ status: 429, retryAfter: '2.0' });
  const response = await get('orders.json');
  await faults({});
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
    429,
    '2.0',
    { errors: 'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.' },
  ]);
});

it('keeps accounts of buyers, edited by people and over the API', async () => {
  const made = await fetch(`${shopify.baseUrl}/_sim/customers`, { method: 'POST', body: '{"email":"a@example.com"}' });
  const { customer } = (await made.json()) as { customer: { id: number } };
  const at = new URL(`customers/${customer.id}.json`, `${shopify.baseUrl}/admin/api/2026-07/`);
  const put = (body: object) => fetch(at, { method: 'PUT', headers, body: JSON.stringify(body) });
  now += 10_000;
  expect((await put({ customer: { phone: '+49301' } })).status).toBe(200);
  expect((await put({ phone: '+49302' })).status).toBe(400);
  expect(await (await get(`customers/${customer.id}.json`)).json()).toMatchObject({
    customer: { id: customer.id, email: 'a@example.com', phone: '+49301' },
  });
  expect((await get('customers/1.json')).status).toBe(404);
});
