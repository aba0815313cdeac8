import { afterEach, expect, it } from 'vitest';
import { WMS_CREDENTIALS, type WmsSettings, wmsSimulator } from './wms-simulator.ts';

let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});

async function wms(settings: WmsSettings = {}) {
  const simulator = await wmsSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  running.push(simulator);
  const send = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method,
      headers: { 'x-api-key': WMS_CREDENTIALS.apiKey, 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };
  const allocate = (body: unknown, key?: string) =>
    send('POST', '/v1/allocations', body, key === undefined ? {} : { 'idempotency-key': key });
  const state = async () =>
    (await (await fetch(simulator.stateUrl)).json()) as { allocations: unknown[]; stock: unknown[] };
  return { ...simulator, send, allocate, state };
}

const REQUEST = {
  orderRef: 'SHOP-1001',
  warehouse: 'DUB-1',
  lines: [
    { lineRef: 'a', sku: 'MUG-BLUE', quantity: 3 },
    { sku: 'CND', quantity: 1 },
  ],
};

it('allocates an order in full, from stock it gives to SKUs it meets first', async () => {
  const { allocate, state } = await wms();
  const { status, body } = await allocate(REQUEST);
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^al_[0-9a-f]{20}$/),
    orderRef: 'SHOP-1001',
    warehouse: 'DUB-1',
    status: 'allocated',
    lines: [
      { lineRef: 'a', sku: 'MUG-BLUE', requested: 3, allocated: 3, short: 0 },
      { lineRef: '2', sku: 'CND', requested: 1, allocated: 1, short: 0 },
    ],
    createdAt: '2026-11-23T08:00:00.000Z',
  });
  expect(await state()).toMatchObject({
    allocations: [body],
    stock: [
      { warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 1000, allocated: 3 },
      { warehouse: 'DUB-1', sku: 'CND', onHand: 1000, allocated: 1 },
    ],
  });
});

it('answers 200 for what is short, line by line', async () => {
  const { allocate } = await wms({ stock: [{ warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 2 }], unknownSku: 'short' });
  expect(await allocate(REQUEST)).toMatchObject({
    status: 200,
    body: {
      status: 'partially_allocated',
      lines: [
        { requested: 3, allocated: 2, short: 1 },
        { requested: 1, allocated: 0, short: 1 },
      ],
    },
  });
  expect(await allocate(REQUEST)).toMatchObject({ status: 200, body: { status: 'unallocated' } });
});

it('gives the same answer to the same key and body, whatever the order of its fields', async () => {
  const { allocate, state } = await wms();
  const first = await allocate(REQUEST, 'run1:step2');
  const { lines, warehouse, orderRef } = REQUEST;
  const again = await allocate({ lines, warehouse, orderRef }, 'run1:step2');
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await state()).allocations.length).toBe(1);
});

it('refuses a key used for another body', async () => {
  const { allocate, state } = await wms();
  await allocate(REQUEST, 'k');
  const other = await allocate({ ...REQUEST, orderRef: 'SHOP-1002' }, 'k');
  expect(other).toMatchObject({ status: 409, body: { errors: [{ code: 'IdempotencyConflict' }] } });
  expect(other.headers.get('content-type')).toBe('application/problem+json');
  expect((await state()).allocations.length).toBe(1);
});

it('allocates twice without a key', async () => {
  const { allocate, state } = await wms();
  await allocate(REQUEST);
  await allocate(REQUEST);
  expect((await state()).allocations.length).toBe(2);
});

it('keeps an allocation whose answer is lost, and repeats the answer for its key', async () => {
  const { allocate, faultsUrl, state } = await wms();
  const faults = (body: unknown) => fetch(faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  await faults({ commitThenDrop: 1 });
  await expect(allocate(REQUEST, 'k')).rejects.toThrow('fetch failed');
  await faults({});
  expect((await allocate(REQUEST, 'k')).headers.get('idempotent-replayed')).toBe('true');
  expect((await state()).allocations.length).toBe(1);
});

it('finds allocations by order and by id, page by page', async () => {
  const { allocate, send } = await wms();
  const first = await allocate(REQUEST);
  await allocate({ ...REQUEST, orderRef: 'SHOP-1002' });
  const third = await allocate(REQUEST);
  expect((await send('GET', '/v1/allocations?orderRef=SHOP-1001')).body).toEqual({
    allocations: [first.body, third.body],
    pagination: {},
  });
  expect((await send('GET', '/v1/allocations?limit=2')).body).toMatchObject({ pagination: { nextToken: '2' } });
  expect((await send('GET', '/v1/allocations?limit=2&nextToken=2')).body).toEqual({
    allocations: [third.body],
    pagination: {},
  });
  expect((await send('GET', `/v1/allocations/${String(first.body?.id)}`)).body).toEqual(first.body);
  expect(await send('GET', '/v1/allocations/al_x')).toMatchObject({ status: 404 });
});

it('releases an allocation once, however often it is asked to', async () => {
  const { allocate, send } = await wms();
  const { body } = await allocate(REQUEST);
  const path = `/v1/allocations/${String(body?.id)}`;
  expect([(await send('DELETE', path)).status, (await send('DELETE', path)).status]).toEqual([204, 204]);
  expect((await send('GET', path)).body).toMatchObject({ status: 'released', releasedAt: '2026-11-23T08:00:00.000Z' });
  expect((await send('GET', '/v1/stock?sku=MUG-BLUE')).body).toEqual({
    stock: [{ warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 1000, allocated: 0 }],
    pagination: {},
  });
});

it.each([
  ['no lines', { ...REQUEST, lines: [] }, 'lines'],
  ['a quantity of nothing', { ...REQUEST, lines: [{ sku: 'A', quantity: 0 }] }, 'lines.0.quantity'],
  ['no SKU', { ...REQUEST, lines: [{ quantity: 1 }] }, 'lines.0.sku'],
  ['an unknown field', { ...REQUEST, colour: 'red' }, 'colour'],
  ['an unknown warehouse', { ...REQUEST, warehouse: 'NYC-1' }, 'warehouse'],
  ['an unknown SKU', { ...REQUEST, lines: [{ sku: 'A', quantity: 1 }] }, 'lines.0.sku'],
])('refuses %s with 422, naming the field', async (_what, body, field) => {
  const known = REQUEST.lines.map(({ sku }) => ({ warehouse: 'DUB-1', sku, onHand: 5 }));
  const { allocate, state } = await wms({ unknownSku: 'refuse', warehouses: ['DUB-1'], stock: known });
  expect(await allocate(body, 'k')).toMatchObject({ status: 422, body: { field, errors: [{ details: field }] } });
  expect((await state()).allocations).toEqual([]);
  expect((await allocate(REQUEST, 'k')).status).toBe(201);
});

it('gives its stock as a file, one level a line', async () => {
  const { allocate, baseUrl } = await wms();
  await allocate(REQUEST);
  const headers = { 'x-api-key': WMS_CREDENTIALS.apiKey };
  const text = await (await fetch(`${baseUrl}/v1/exports/stock.ndjson`, { headers })).text();
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ sku: 'MUG-BLUE' }, { sku: 'CND' }]);
});

it('takes CloudEvents in both modes, each source and id once', async () => {
  const { send, stateUrl } = await wms();
  const event = { specversion: '1.0', id: '1', source: '/flows/a', type: 'order.confirmed', data: { a: 1 } };
  const structured = { 'content-type': 'application/cloudevents+json' };
  expect(await send('POST', '/v1/events', event, structured)).toMatchObject({
    status: 202,
    body: { duplicate: false },
  });
  expect(await send('POST', '/v1/events', event, structured)).toMatchObject({ status: 200, body: { duplicate: true } });
  const binary = { 'ce-specversion': '1.0', 'ce-id': '2', 'ce-source': '/flows/a', 'ce-type': 'order.confirmed' };
  expect(await send('POST', '/v1/events', { a: 2 }, binary)).toMatchObject({ status: 202 });
  expect(await send('POST', '/v1/events', { a: 2 })).toMatchObject({ status: 400 });
  const { events } = (await (await fetch(stateUrl)).json()) as { events: unknown[] };
  expect(events).toMatchObject([event, { id: '2', data: { a: 2 } }]);
});

it('lets nobody in without the key, and takes no broken JSON', async () => {
  const { baseUrl, allocate } = await wms();
  expect((await fetch(`${baseUrl}/v1/stock`)).status).toBe(401);
  expect(await allocate('{')).toMatchObject({ status: 400 });
});

it('counts short and takes new stock when told', async () => {
  const { allocate, send, state } = await wms();
  await send('PUT', '/_sim/faults', { short: 1 });
  expect((await allocate(REQUEST)).body).toMatchObject({ lines: [{ allocated: 1, short: 2 }, { allocated: 0 }] });
  const level = { warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 7 };
  expect((await send('PUT', '/_sim/stock', level)).body).toEqual({ ...level, allocated: 1 });
  expect((await state()).stock).toContainEqual({ ...level, allocated: 1 });
});
