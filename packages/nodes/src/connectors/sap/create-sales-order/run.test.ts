import { describe, expect, it, onTestFinished } from 'vitest';
import type { Simulator } from '../../../simulators/kit/simulator.ts';
import { contextFor, failureOf, type TestWorld } from '../../../testing/context.ts';
import { SAP_CREDENTIALS, type SapSettings, sapSimulator } from '../simulator/sap-simulator.ts';
import { createSalesOrder } from './definition.ts';
import { runCreateSalesOrder } from './run.ts';

const NOW = Date.UTC(2026, 10, 23, 8);

const order = {
  reference: "#1001 O'Neil",
  currency: 'USD',
  lines: [
    { sku: 'TG11', quantity: 3, cancelledQuantity: 1 },
    { sku: 'TG12', quantity: 1, unit: 'EA' },
    { sku: 'GONE', quantity: 2, cancelledQuantity: 2 },
  ],
};

async function world(settings: SapSettings = {}, test: TestWorld = {}) {
  const sap = await sapSimulator({ clock: () => NOW, firstSalesOrder: 41, ...settings });
  onTestFinished(() => sap.close());
  const connection = { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS };
  const ctx = contextFor({ connections: [connection], now: NOW, ...test });
  return { sap, ctx };
}

function step(ctx: ReturnType<typeof contextFor>, form: object = {}, input: object = order) {
  const params = createSalesOrder.params.parse({
    connection: 'sap',
    salesOrganization: '1710',
    soldToParty: '0017100001',
    ...form,
  });
  return runCreateSalesOrder({ params, input: createSalesOrder.input.parse(input) }, ctx);
}

interface SimOrder {
  readonly SalesOrder: string;
  readonly PurchaseOrderByCustomer: string;
  readonly to_Item: unknown;
}
const ordersOf = async (sap: Simulator) =>
  ((await (await fetch(sap.stateUrl)).json()) as { salesOrders: readonly SimOrder[] }).salesOrders;
const faults = (sap: Simulator, body: object) => fetch(sap.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
const posts = (ctx: ReturnType<typeof contextFor>) => ctx.requests.filter(({ method }) => method === 'POST').length;

it('creates one order with what is still to be delivered, and answers its number and total', async () => {
  const { sap, ctx } = await world();
  expect(await step(ctx)).toEqual({
    port: 'created',
    value: {
      salesOrder: '41',
      created: true,
      reference: "#1001 O'Neil",
      total: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'USD' },
      createdOn: '2026-11-23',
      warnings: [],
    },
  });
  const [created, ...others] = await ordersOf(sap);
  expect(others).toEqual([]);
  expect(created).toMatchObject({
    SalesOrderType: 'OR',
    SalesOrganization: '1710',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    SoldToParty: '0017100001',
    PurchaseOrderByCustomer: "#1001 O'Neil",
    TransactionCurrency: 'USD',
  });
  expect(JSON.stringify(created?.to_Item)).not.toContain('GONE');
  expect(created?.to_Item).toMatchObject({
    results: [
      { Material: 'TG11', RequestedQuantity: '2', RequestedQuantityUnit: 'PC' },
      { Material: 'TG12', RequestedQuantity: '1', RequestedQuantityUnit: 'EA' },
    ],
  });
});

describe('never twice', () => {
  it('answers the order that an attempt made whose answer was lost', async () => {
    const { sap, ctx } = await world();
    await faults(sap, { commitThenDrop: 1 });
    expect(await failureOf(step(ctx))).toMatchObject({
      kind: 'transient',
      outcomeUnknown: true,
      retryAfterMs: 3_000,
    });
    await faults(sap, {});
    expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({
      port: 'created',
      value: { salesOrder: '41', created: false, createdOn: '2026-11-23' },
    });
    expect((await ordersOf(sap)).length).toBe(1);
    expect(posts(ctx)).toBe(1);
  });

  it('looks before any repeated attempt, and in a replay, also when nobody doubts the outcome', async () => {
    const { sap, ctx } = await world();
    await step(ctx);
    expect(await step(ctx.again())).toMatchObject({ value: { created: false } });
    const replay = contextFor({
      connections: [await ctx.connection('sap')],
      trigger: { kind: 'replay', receivedAt: NOW },
      key: 'run-2:step-1:0',
    });
    expect(await step(replay)).toMatchObject({ value: { salesOrder: '41', created: false } });
    expect((await ordersOf(sap)).length).toBe(1);
  });

  it('creates the order after an unknown outcome that was none', async () => {
    const { sap, ctx } = await world();
    expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: true } });
    expect((await ordersOf(sap)).length).toBe(1);
  });

  it('takes two messages of one order for one when told to look always, else for two', async () => {
    const { sap, ctx } = await world();
    await step(ctx);
    await step(contextFor({ connections: [await ctx.connection('sap')], key: 'run-2:step-1:0' }), { lookUp: 'always' });
    expect((await ordersOf(sap)).length).toBe(1);
    await step(contextFor({ connections: [await ctx.connection('sap')], key: 'run-3:step-1:0' }));
    expect((await ordersOf(sap)).length).toBe(2);
  });

  it('does not take the order of another customer with the same reference for ours', async () => {
    const { sap, ctx } = await world();
    await step(ctx, { soldToParty: '17100002' });
    expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ value: { created: true } });
    expect((await ordersOf(sap)).length).toBe(2);
  });

  it('knows its customer with and without the zeros in front', async () => {
    const { sap, ctx } = await world();
    await step(ctx);
    expect(await step(ctx.again(), { soldToParty: '17100001' })).toMatchObject({ value: { created: false } });
    expect((await ordersOf(sap)).length).toBe(1);
  });

  it('does not send the order when the look-up itself fails', async () => {
    const { sap, ctx } = await world();
    await faults(sap, { status: 503 });
    const failure = await failureOf(step(ctx.again({ outcomeUnknown: true })));
    expect(failure).toMatchObject({ kind: 'transient', code: 'http-503' });
    expect(failure.outcomeUnknown).toBeUndefined();
    expect(posts(ctx)).toBe(0);
  });
});

describe('the CSRF token', () => {
  it('is fetched once for many orders, and by steps at the same time only once', async () => {
    const { ctx } = await world();
    await Promise.all([1, 2, 3].map((n) => step(ctx, {}, { ...order, reference: `#${n}` })));
    await step(ctx, {}, { ...order, reference: '#4' });
    expect(ctx.requests.filter(({ headers }) => headers?.['x-csrf-token'] === 'Fetch').length).toBe(1);
  });

  it('is fetched again, once, when the session has lapsed', async () => {
    const { sap, ctx } = await world();
    await step(ctx);
    await fetch(`${sap.baseUrl}/_sim/sessions`, { method: 'DELETE' });
    ctx.requests.length = 0;
    expect(await step(ctx, {}, { ...order, reference: '#2' })).toMatchObject({ value: { created: true } });
    expect(ctx.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
    expect((await ordersOf(sap)).length).toBe(2);
  });

  it('is not asked for without end from a system that takes none', async () => {
    const { ctx } = await world({ csrfTtlMs: 0 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', code: 'sap-token-refused' });
    expect(posts(ctx)).toBe(2);
  });
});

describe('what S/4HANA says', () => {
  it('is kept when it comes along with an order, even as an error', async () => {
    const { sap, ctx } = await world();
    await faults(sap, { sapMessage: 1, sapMessageSeverity: 'error' });
    expect(await step(ctx)).toMatchObject({
      value: { created: true, warnings: [{ severity: 'error', code: 'V4/219', message: expect.any(String) }] },
    });
    expect(ctx.logs).toMatchObject([{ level: 'warn' }]);
  });

  it('is the reason of a refusal, with every complaint', async () => {
    const { ctx } = await world();
    expect(await failureOf(step(ctx, { salesOrganization: '9999' }))).toEqual({
      kind: 'refused',
      category: 'business',
      code: 'sap-refused',
      message: 'S/4HANA refused: Sales organization 9999 is not defined (V1/048)',
      details: {
        code: 'V1/048',
        complaints: [
          {
            severity: 'error',
            code: 'V1/048',
            message: 'Sales organization 9999 is not defined',
            target: 'SalesOrganization',
          },
        ],
      },
    });
  });

  it('passes by itself when somebody else works on the record', async () => {
    const { sap, ctx } = await world();
    await faults(sap, { recordLock: 1 });
    const failure = await failureOf(step(ctx));
    expect(failure).toMatchObject({ kind: 'transient', code: 'sap-locked' });
    expect(failure.outcomeUnknown).toBeUndefined();
  });

  it('is awaited when it asks for time', async () => {
    const { sap, ctx } = await world();
    await faults(sap, { status: 429, retryAfter: 1.5 });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 1500 });
  });

  it('names the credentials when they are wrong', async () => {
    const { ctx } = await world({ password: 'changed' });
    expect(await failureOf(step(ctx))).toMatchObject({ kind: 'refused', category: 'auth', code: 'http-401' });
  });
});

it('refuses an order without anything left to deliver before it calls anybody', async () => {
  const { ctx } = await world();
  const input = { reference: '#9', lines: [{ sku: 'A', quantity: 1, cancelledQuantity: 1 }] };
  expect(await failureOf(step(ctx, {}, input))).toMatchObject({ kind: 'item', code: 'nothing-to-order' });
  expect(ctx.requests).toEqual([]);
});
