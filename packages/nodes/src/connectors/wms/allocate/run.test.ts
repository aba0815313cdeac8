import { describe, expect, it, onTestFinished } from 'vitest';
import type { Simulator } from '../../../simulators/kit/simulator.ts';
import { contextFor, failureOf } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { WMS_CREDENTIALS, type WmsSettings, wmsSimulator } from '../simulator/wms-simulator.ts';
import { allocate } from './definition.ts';
import { runAllocate } from './run.ts';

async function world(settings: WmsSettings = {}) {
  const wms = await wmsSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  onTestFinished(() => wms.close());
  return { wms, ctx: contextFor({ connections: [connectionTo(wms.baseUrl)] }) };
}

function connectionTo(baseUrl: string) {
  return { id: 'wms', system: 'wms', baseUrl, settings: WMS_CREDENTIALS };
}

function step(ctx: ReturnType<typeof contextFor>, lines: readonly object[], form: object = {}) {
  const params = allocate.params.parse({ connection: 'wms', warehouse: 'BER-1', orderRef: '#1001', lines, ...form });
  return runAllocate({ params, input: null }, ctx);
}

const stateOf = async (wms: Simulator) =>
  (await (await fetch(wms.stateUrl)).json()) as { allocations: readonly { orderRef: string }[]; stock: unknown };
const faults = (wms: Simulator, body: object) => fetch(wms.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });

const LINES = [
  { sku: 'MUG', quantity: 3, cancelledQuantity: 1 },
  { sku: 'CARD', quantity: 1, shippable: false },
  { sku: 'GONE', quantity: 1, cancelledQuantity: 1 },
];

it('reserves what is still to be shipped', async () => {
  const { wms, ctx } = await world();
  expect(await step(ctx, LINES)).toEqual({
    port: 'allocated',
    value: {
      allocationId: expect.stringMatching(/^al_/),
      orderRef: '#1001',
      warehouse: 'BER-1',
      lines: [{ sku: 'MUG', requested: 2, allocated: 2, short: 0 }],
    },
  });
  expect(await stateOf(wms)).toMatchObject({
    allocations: [{ orderRef: '#1001', lines: [{ sku: 'MUG', allocated: 2 }] }],
    stock: [{ warehouse: 'BER-1', sku: 'MUG', onHand: 1000, allocated: 2 }],
  });
});

it('takes an order that could be reserved only in part another way, although the answer is a success', async () => {
  const { ctx } = await world({ stock: [{ warehouse: 'BER-1', sku: 'MUG', onHand: 1 }] });
  expect(await step(ctx, LINES)).toMatchObject({
    port: 'short',
    value: { lines: [{ sku: 'MUG', requested: 2, allocated: 1, short: 1 }] },
  });
});

it('reserves once when the attempt is repeated because its answer was lost', async () => {
  const { wms, ctx } = await world();
  await faults(wms, { commitThenDrop: 1 });
  expect(await failureOf(step(ctx, LINES))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults(wms, {});
  expect(await step(ctx.again({ outcomeUnknown: true }), LINES)).toMatchObject({ port: 'allocated' });
  expect(await stateOf(wms)).toMatchObject({ allocations: [{}], stock: [{ sku: 'MUG', allocated: 2 }] });
});

it('is done without a call when nothing is to be shipped', async () => {
  const { ctx } = await world();
  expect(await step(ctx, LINES.slice(1))).toEqual({
    port: 'allocated',
    value: { allocationId: null, orderRef: '#1001', warehouse: 'BER-1', lines: [] },
  });
  expect(ctx.requests).toEqual([]);
});

describe('failures', () => {
  it('say what the warehouse refused', async () => {
    const { ctx } = await world({ unknownSku: 'refuse' });
    expect(await failureOf(step(ctx, LINES))).toMatchObject({
      kind: 'refused',
      category: 'validation',
      code: 'wms-refused',
      message: "The warehouse refused: SKU 'MUG' does not exist",
      details: { errors: [{ code: 'InvalidSku' }] },
    });
  });

  it('tell a key used for another order', async () => {
    const { ctx } = await world();
    await step(ctx, LINES);
    expect(await failureOf(step(ctx, LINES, { orderRef: '#1002' }))).toMatchObject({
      kind: 'refused',
      category: 'business',
      code: 'wms-conflict',
    });
  });

  it('pass by themselves when the warehouse is busy', async () => {
    const { wms, ctx } = await world();
    await faults(wms, { status: 429, retryAfter: 2 });
    expect(await failureOf(step(ctx, LINES))).toMatchObject({
      kind: 'transient',
      category: 'rate',
      retryAfterMs: 2000,
    });
  });

  it.each(['<html>', '{"id":"al_1"}', '{"id":'])('leave open what an unreadable success did: %j', async (body) => {
    const { baseUrl } = await serverFor(() => ({ status: 200, body }));
    const ctx = contextFor({ connections: [connectionTo(baseUrl)] });
    expect(await failureOf(step(ctx, LINES))).toMatchObject({
      kind: 'transient',
      code: 'wms-answer-unreadable',
      outcomeUnknown: true,
    });
  });
});
