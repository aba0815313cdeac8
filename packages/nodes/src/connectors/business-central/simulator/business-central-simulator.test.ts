import { expect, it, vi } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { serverFor } from '../../../testing/server.ts';
import { bcWorld } from './world.testing.ts';

const COMPANY = 'b18aed47-c385-49d2-b954-dbdf8ad71780';

/** An address that says tokens back and answers notifications with `status`. */
const door = (status: number) =>
  serverFor(({ url }) => {
    const token = new URL(url, 'http://x').searchParams.get('validationToken');
    return token === null ? { status } : { status: 200, body: token };
  });

async function subscribed(status = 202) {
  const world = await bcWorld();
  const { baseUrl, seen } = await door(status);
  const resource = `/api/v2.0/companies(${COMPANY})/items`;
  const made = await world.call('POST', '/subscriptions', {
    notificationUrl: `${baseUrl}/hook`,
    resource,
    clientState: 's',
  });
  expect(made.status).toBe(201);
  const notices = () => seen.filter(({ url }) => url === '/hook').map(({ body }) => JSON.parse(body).value as object[]);
  return { ...world, notices };
}

it('wants an etag for a change, and takes no old one', async () => {
  const { call } = await bcWorld();
  const { id, '@odata.etag': etag } = (await call('POST', 'items', { displayName: 'a' })).body;
  expect((await call('PATCH', `items(${id})`, { displayName: 'b' })).status).toBe(400);
  expect((await call('PATCH', `items(${id})`, { displayName: 'b' }, { 'if-match': String(etag) })).status).toBe(200);
  const late = await call('PATCH', `items(${id})`, { displayName: 'c' }, { 'if-match': String(etag) });
  expect([late.status, late.body.error]).toMatchObject([409, { code: 'Request_EntityChanged' }]);
});

it('gives a list page by page, filtered', async () => {
  const { call } = await bcWorld();
  for (const name of ['a', 'b', 'c'])
    await call('POST', 'items', { displayName: name, type: name === 'b' ? 'Service' : 'Inventory' });
  const first = (await call('GET', 'items', undefined, { prefer: 'odata.maxpagesize=2' })).body;
  expect([(first.value as unknown as unknown[]).length, typeof first['@odata.nextLink']]).toEqual([2, 'string']);
  const next = new URL(String(first['@odata.nextLink']));
  const rest = (await call('GET', `items${next.search}`)).body;
  expect(rest.value).toMatchObject([{ displayName: 'c' }]);
  expect((await call('GET', "items?$filter=type eq 'Service'")).body.value).toMatchObject([{ displayName: 'b' }]);
});

it('tells changes thin, gathered, in the published shape', async () => {
  const { call, notices, state } = await subscribed();
  const { id } = (await call('POST', 'items', { displayName: 'a' })).body;
  await vi.waitFor(() => expect(notices().length).toBe(1));
  const [notice] = notices()[0] ?? [];
  expect(notice).toMatchObject({
    clientState: 's',
    changeType: 'created',
    resource: `api/v2.0/companies(${COMPANY})/items(${id})`,
  });
  const published = recorded('dynamics365-bc/webhook_notification.json') as { value: object[] } | undefined;
  if (published) expect(Object.keys(notice ?? {}).sort()).toEqual(Object.keys(published.value[0] ?? {}).sort());
  expect((await state()).subscriptions.length).toBe(1);
});

it('names a filter after many changes', async () => {
  const { call, notices, faults } = await subscribed();
  await faults({ collection: true });
  await call('POST', 'items', { displayName: 'a' });
  await vi.waitFor(() =>
    expect(notices()[0]).toMatchObject([{ changeType: 'collection', resource: expect.stringContaining('$filter=') }]),
  );
});

it.each([
  [404, 0],
  [503, 1],
])('an address that answers %i keeps %i subscriptions', async (status, left) => {
  const { call, notices, state } = await subscribed(status);
  await call('POST', 'items', { displayName: 'a' });
  await vi.waitFor(() => expect(notices().length).toBeGreaterThan(0));
  await vi.waitFor(async () => expect((await state()).subscriptions.length).toBe(left));
});

it('forgets a subscription after three days', async () => {
  const { clock, state } = await subscribed();
  clock.now += 3 * 86_400_000;
  expect((await state()).subscriptions).toEqual([]);
});

it('tells an address that an administrator named of changed items and customers, whatever it answered before', async () => {
  const { sim, call, state } = await bcWorld();
  const { baseUrl, seen } = await door(404);
  const target = (url: string | null) =>
    fetch(`${sim.baseUrl}/_sim/target`, { method: 'PUT', body: JSON.stringify({ url }) });
  expect((await target(`${baseUrl}/changes`)).status).toBe(200);
  const { id } = (await call('POST', 'items', { number: 'MUG', displayName: 'Mug' })).body;
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0));
  expect(JSON.parse(seen[0]?.body ?? '').value).toMatchObject([{ resource: expect.stringContaining(`items(${id})`) }]);
  const { id: customer } = (await call('POST', 'customers', { number: 'C-1001', displayName: 'Jana' })).body;
  await vi.waitFor(() => expect(seen.some(({ body }) => body.includes(`customers(${customer})`))).toBe(true));
  await target(null);
  expect((await state()).subscriptions).toEqual([]);
});
