import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as api from '@lockstep/schema/api';
import { placeOfKey } from '@lockstep/schema/capabilities';
import { findContract } from '@lockstep/schema/contracts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

/** The samples of the three layers on the virtual estate: a channel, the business, two ERPs and a warehouse, over HTTP. */
const NAME = 'create-sales-order';
const [S4, BC] = ['sales-order-s4hana', 'sales-order-business-central'];
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ demo: true, ordersPerMinute: 0, port: 0, leaseMs: 20_000 });
});
afterAll(() => world?.stop());

const example = findContract('order')?.example as object;
const line = (quantity: number) => {
  const unitPrice = { amount: '12.50', currency: 'EUR' };
  return { id: '1', sku: 'MUG-BLUE', quantity, unitPrice };
};
const order = (reference: string, lines = [line(1)]) => ({
  ...example,
  reference,
  lines,
});
async function send(
  body: object,
  key?: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`${world.runtime.url}/hooks/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function stateOf(system: string): Promise<Record<string, readonly Record<string, unknown>[]>> {
  const estate = await world.call(api.listEstate, {});
  const found = estate.ok ? estate.value.find((each) => each.system === system) : undefined;
  return (await (await fetch(found?.stateUrl ?? '')).json()) as Record<string, readonly Record<string, unknown>[]>;
}
/** References of the sales orders in each ERP. */
async function books(among: (reference: string) => boolean) {
  const [sap, bc] = await Promise.all([stateOf('sap'), stateOf('business-central')]);
  const references = (rows: readonly Record<string, unknown>[] | undefined, field: string) =>
    (rows ?? []).map((row) => String(row[field])).filter(among);
  return {
    s4: references(sap.salesOrders, 'PurchaseOrderByCustomer'),
    bc: references(
      bc.records?.filter(({ entity }) => entity === 'salesOrders'),
      'externalDocumentNumber',
    ),
  };
}
async function bind(binding: object): Promise<number> {
  const known = await world.call(api.getCapability, { params: { name: NAME } });
  const basedOn = known.ok ? (known.value.binding?.version ?? 0) : 0;
  const body = { binding: binding as api.BindingView['binding'], basedOn, note: 'test' };
  const put = await world.call(api.putBinding, { params: { name: NAME }, body });
  if (!put.ok) throw new Error(`${put.code} ${put.detail}`);
  return put.value.version;
}

it('takes an order of a channel through stock and books, and answers what became of it', async () => {
  const taken = await send(order('#L-1'));
  expect(taken).toMatchObject({ status: 201, body: { reference: '#L-1', status: 'taken', bookedIn: 's4hana' } });
  expect(await books((reference) => reference === '#L-1')).toEqual({ s4: ['#L-1'], bc: [] });
  expect((await send({ reference: '#L-2' })).status).toBe(400);
});

it('confirms an order to the address it named, once, also when that is away at first (R55, R56)', async () => {
  const told: { readonly key: string | undefined; readonly body: unknown; readonly answered: number }[] = [];
  const receiver = createServer(async (request, response) => {
    const answered = told.length < 1 ? 503 : 204;
    const body: unknown = JSON.parse(await text(request));
    told.push({ key: request.headers['idempotency-key'] as string | undefined, body, answered });
    response.writeHead(answered).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told?order=1`;
    const first = await send({ ...order('#C-1'), callbackUrl }, 'key-1');
    expect(first).toMatchObject({ status: 201, body: { reference: '#C-1', status: 'taken' } });
    expect(await send({ ...order('#C-1'), callbackUrl }, 'key-1')).toEqual(first);
    expect(await send(order('#C-2'), 'key-1')).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
    await vi.waitFor(() => expect(told.at(-1)?.answered).toBe(204), { timeout: 20_000 });
    const body = { orderRef: '#C-1', outcome: 'confirmed', answer: first.body };
    const key = expect.stringMatching(/:tell/);
    expect(told).toEqual([503, 204].map((answered) => ({ key, body, answered })));
    expect(new Set(told.map((each) => each.key)).size).toBe(1);
    const refused = await send({ ...order('#C-3', [line(100_000)]), callbackUrl });
    expect(refused.status).toBe(409);
    await vi.waitFor(() => expect(told.at(-1)?.body).toMatchObject({ orderRef: '#C-3', outcome: 'refused' }));
    expect(await books((reference) => reference.startsWith('#C-'))).toEqual({ s4: ['#C-1'], bc: [] });
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
  const elsewhere = await send({ ...order('#C-4'), callbackUrl: 'http://shop.example.com/' });
  expect(elsewhere).toMatchObject({ status: 400, body: { code: 'contract-broken' } });
}, 60_000);

it('swaps the ERP by one binding, and no caller is published again', async () => {
  await bind({ flow: BC });
  expect(await send(order('#L-3'))).toMatchObject({ status: 201, body: { bookedIn: 'business-central' } });
  const versions = await world.call(api.listVersions, { params: { flowId: 'take-order' } });
  expect(versions.ok && versions.value.versions).toHaveLength(1);
});

it('sends ten per cent of the orders to the new ERP, by their numbers, each to exactly one and once', async () => {
  await bind({ flow: S4, share: { flow: BC, percent: 10 } });
  const references = Array.from({ length: 60 }, (_, at) => `#M-${1001 + at}`);
  const waves = Array.from({ length: 3 }, (_, at) => references.slice(at * 20, at * 20 + 20));
  for (const wave of waves) await Promise.all(wave.map((reference) => send(order(reference))));
  const isMine = (reference: string) => reference.startsWith('#M-');
  const all = async () => {
    const { s4, bc } = await books(isMine);
    return s4.length + bc.length;
  };
  await vi.waitFor(async () => expect(await all()).toBe(60), { timeout: 60_000, interval: 200 });
  const expected = references.filter((reference) => placeOfKey(NAME, reference) < 10);
  const { s4, bc } = await books(isMine);
  expect(bc.toSorted()).toEqual(expected.toSorted());
  expect(s4.toSorted()).toEqual(references.filter((reference) => !expected.includes(reference)).toSorted());
  const view = await world.call(api.getCapability, { params: { name: NAME } });
  const served = view.ok
    ? Object.fromEntries(view.value.offers.map(({ flowId, served24h }) => [flowId, served24h]))
    : {};
  expect(served).toEqual({ [S4]: 60 - expected.length + 2, [BC]: expected.length + 1 });
}, 120_000);

it('has the new ERP answer beside the old one, and both agree', async () => {
  await bind({ flow: S4, shadow: { flow: BC } });
  expect(await send(order('#L-5'))).toMatchObject({ status: 201, body: { bookedIn: 's4hana' } });
  const shadow = async () => {
    const view = await world.call(api.getCapability, { params: { name: NAME } });
    return view.ok ? view.value.shadow : undefined;
  };
  await vi.waitFor(async () => expect(await shadow()).toMatchObject({ open: 0, same: 1, different: 0 }), {
    timeout: 20_000,
  });
  expect(await books((reference) => reference === '#L-5')).toEqual({ s4: ['#L-5'], bc: ['#L-5'] });
});

it('answers that something is short, books nothing, and keeps nothing back', async () => {
  const before = await stateOf('wms');
  const much = await send(order('#L-6', [line(100_000)]));
  expect(much).toMatchObject({ status: 409, body: { status: 'out-of-stock' } });
  expect(await books((reference) => reference === '#L-6')).toEqual({ s4: [], bc: [] });
  expect((await stateOf('wms')).stock).toEqual(before.stock);
});
