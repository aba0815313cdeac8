import { createHmac } from 'node:crypto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { WMS_CREDENTIALS } from './wms-simulator.ts';
import { wmsWorld } from './world.testing.ts';

it('tells every move under Standard Webhooks, with the shipment as it stands', async () => {
  const receiver = await webhookReceiver((_received, nth) => (nth === 1 ? 500 : 200));
  onTestFinished(() => receiver.close());
  const { release, ctx, control, state, allocate } = await wmsWorld({ target: receiver.url });
  await release(ctx, { allocationId: await allocate() });
  for (const move of ['pick', 'pack', 'ship']) {
    expect((await control('POST', 'moves', { orderRef: '#1001', move })).status).toBe(200);
    await vi.waitFor(async () => expect((await state()).deliveries.at(-1)).toMatchObject({ status: 'delivered' }));
  }
  const told = receiver.received.map(({ headers, rawBody }) => {
    const key = Buffer.from(WMS_CREDENTIALS.webhookSecret.slice('whsec_'.length), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${rawBody}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    return JSON.parse(String(rawBody));
  });
  expect(told.map(({ type }) => type)).toEqual([
    'shipment.picked',
    'shipment.picked',
    'shipment.packed',
    'shipment.shipped',
  ]);
  expect(told[1]).toEqual(told[0]);
  expect(told[3].shipment).toMatchObject({
    status: 'shipped',
    lines: [{ sku: 'MUG', picked: 2, shipped: 2 }],
    packages: [{ trackingNumber: expect.stringMatching(/^WM/), lines: [{ sku: 'MUG', quantity: 2 }] }],
  });
  expect(await state()).toMatchObject({
    allocations: [{ status: 'used' }],
    stock: [{ sku: 'MUG', onHand: 998, allocated: 0 }],
  });
});

it('finds less than it should, ships in parts, and makes no move out of turn', async () => {
  const { release, ctx, control } = await wmsWorld();
  await release(ctx, { lines: [{ sku: 'MUG', quantity: 4 }] });
  await control('PUT', 'faults', { shortPick: 1 });
  const move = async (what: string, lines?: object) =>
    (await control('POST', 'moves', { orderRef: '#1001', move: what, ...(lines && { lines }) })).body;
  expect(await move('ship')).toMatchObject({ status: 409, detail: 'A shipment that is released cannot be: ship' });
  expect(await move('pick')).toMatchObject({ status: 'picked', lines: [{ picked: 2, short: 2 }] });
  await move('pack');
  expect(await move('ship', [{ sku: 'MUG', quantity: 1 }])).toMatchObject({ status: 'partially_shipped' });
  expect(await move('ship')).toMatchObject({ status: 'shipped', packages: [{}, {}] });
  expect(await move('ship')).toMatchObject({ status: 409 });
});

it('ships one piece too many, and promises what is not there, when it is told so', async () => {
  const { release, ctx, control, allocate, state } = await wmsWorld();
  await control('PUT', 'stock', { warehouse: 'BER-1', sku: 'MUG', onHand: 1 });
  await control('PUT', 'faults', { overShip: 1, oversell: 1 });
  await release(ctx, { allocationId: await allocate() });
  expect((await state()).stock).toMatchObject([{ sku: 'MUG', onHand: 1, allocated: 2 }]);
  const move = async (what: string) => (await control('POST', 'moves', { orderRef: '#1001', move: what })).body;
  expect(await move('pick')).toMatchObject({ lines: [{ quantity: 2, picked: 3, short: 0 }] });
  await move('pack');
  expect(await move('ship')).toMatchObject({ status: 'shipped', lines: [{ quantity: 2, shipped: 3 }] });
});

it('ends a shipment of which nothing is found', async () => {
  const { release, ctx, control } = await wmsWorld();
  await release(ctx);
  const nothing = { orderRef: '#1001', move: 'pick', lines: [{ sku: 'MUG', quantity: 0 }] };
  expect((await control('POST', 'moves', nothing)).body).toMatchObject({ status: 'cancelled', lines: [{ short: 2 }] });
});

it('makes a pick-up ready, and says when it was collected', async () => {
  const { release, ctx, state, control } = await wmsWorld({ pace: { moveMs: 1 } });
  await release(ctx, { service: 'pickup' });
  await vi.waitFor(async () => expect((await state()).shipments).toMatchObject([{ status: 'ready' }]));
  await control('POST', 'moves', { orderRef: '#1001', move: 'collect' });
  const { shipments, deliveries } = await state();
  expect(shipments).toMatchObject([{ status: 'collected', lines: [{ shipped: 2 }] }]);
  expect(deliveries.map(({ type, status }) => [type, status])).toEqual([
    ['shipment.picked', 'skipped'],
    ['shipment.ready', 'skipped'],
    ['shipment.collected', 'skipped'],
  ]);
});

it('knows its shipments by order and by id', async () => {
  const { wms, release, ctx } = await wmsWorld();
  const { value } = await release(ctx);
  const get = async (path: string) => {
    const answer = await fetch(`${wms.baseUrl}${path}`, { headers: { 'x-api-key': WMS_CREDENTIALS.apiKey } });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  expect((await get('/v1/shipments?orderRef=%231001')).body).toMatchObject({ shipments: [{ id: value.shipmentId }] });
  expect((await get(`/v1/shipments/${value.shipmentId}`)).body).toMatchObject({ orderRef: '#1001' });
  expect((await get('/v1/shipments/sh_x')).status).toBe(404);
});

it('tells what a channel could notice of its stock, with versions that rise, once somebody wants to hear it', async () => {
  const receiver = await webhookReceiver(() => 200);
  onTestFinished(() => receiver.close());
  const { release, ctx, control, allocate } = await wmsWorld();
  const level = (onHand: number) => control('PUT', 'stock', { warehouse: 'BER-1', sku: 'MUG', onHand });
  await level(9);
  expect((await control('PUT', 'stock-target', { url: receiver.url })).status).toBe(200);
  await level(9);
  await level(10);
  await release(ctx, { allocationId: await allocate() });
  for (const move of ['pick', 'pack', 'ship']) await control('POST', 'moves', { orderRef: '#1001', move });
  await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
  const told = receiver.received
    .map(({ rawBody }) => JSON.parse(String(rawBody)))
    .sort((a, b) => a.version - b.version);
  expect(told.map(({ version }) => version - told[0].version)).toEqual([0, 1, 2]);
  expect(told).toMatchObject([
    { sku: 'MUG', location: 'BER-1', available: 10, onHand: 10, reserved: 0 },
    { available: 8, onHand: 10, reserved: 2 },
    { available: 8, onHand: 8, reserved: 0 },
  ]);
});
