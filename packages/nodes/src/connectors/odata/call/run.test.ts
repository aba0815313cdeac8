import { describe, expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { mockserverWorld } from '../../../testing/odata-mockserver.ts';
import { serverFor, type TestAnswer } from '../../../testing/server.ts';
import { odataConnection } from '../connection.ts';
import { SHOP_V2_OPERATIONS, SHOP_V4_OPERATIONS } from '../shop-operations.testing.ts';
import { callOData } from './definition.ts';
import { runCallOData } from './run.ts';

const step = (ctx: TestContext, form: object) =>
  runCallOData({ params: callOData.params.parse({ connection: 'shop', ...form }), input: null }, ctx);
const ORDER = { Number: '1', Reference: 'Kern & Co', Total: 12.5 };

describe("against SAP's own mock server, v4", () => {
  const world = () =>
    mockserverWorld(
      SHOP_V4_OPERATIONS,
      { Orders: [ORDER], Lines: [] },
      {
        Orders: `module.exports = { executeAction: async (action, data, keys) => {
          if (action.name === 'ship') return { Number: keys.Number, Reference: data.Carrier, Total: data.Weight };
          if (action.name === 'openLines') return [{ Number: keys.Number, Item: 10, Quantity: 2 }];
          return undefined;
        } };`,
        EntityContainer: `module.exports = { executeAction: async (action, data) => {
          if (action.name === 'Freight') return 4.9;
          return undefined;
        } };`,
      },
    );

  it('an action on a record is posted with its parameters, and gives the record', async () => {
    const { ctx } = await world();
    const form = { operation: 'ship', set: 'Orders', key: '1', parameters: { Carrier: 'DHL', Weight: '2.125' } };
    const { value } = await step(ctx, form);
    expect(value).toMatchObject({ result: { Number: '1', Reference: 'DHL', Total: 2.125 } });
    expect(ctx.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/Orders\('1'\)\/shop\.ship$/),
    });
    expect(await step(ctx, { ...form, key: '9' })).toEqual({ port: 'none', value: { key: '9' } });
  });

  it('a function on a record gives a list', async () => {
    const { ctx } = await world();
    const lines = { operation: 'shop.openLines', set: 'Orders', key: '1', parameters: { After: 3 }, reads: true };
    expect((await step(ctx, lines)).value).toMatchObject({ result: [{ Item: 10, Quantity: 2 }] });
    expect(ctx.requests.at(-1)?.url).toContain("Orders('1')/shop.openLines(After=3)");
  });
});

/** A service that answers every call the same way. */
async function service(edmx: string, answer: TestAnswer) {
  const { baseUrl, seen } = await serverFor(({ url, method }) =>
    url.endsWith('$metadata')
      ? { status: 200, body: edmx }
      : method === 'GET' && /Orders\('1'\)$/.test(url)
        ? { status: 200, body: JSON.stringify({ ...ORDER, '@odata.etag': 'W/"7"' }) }
        : method === 'GET' && url === '/'
          ? { status: 200, body: '{}' }
          : answer,
  );
  const ctx = contextFor({ connections: [{ id: 'shop', system: 'odata', baseUrl, settings: {} }] });
  const last = () => seen.at(-1);
  return { ctx, seen, last };
}
const json = (body: unknown): TestAnswer => ({ status: 200, body: JSON.stringify(body) });

it('a form is told the sets and operations of a service', async () => {
  const { ctx } = await service(SHOP_V4_OPERATIONS, { status: 404 });
  const connection = await ctx.connection('shop');
  expect(await odataConnection.offers?.({ ...ctx, connection }, '')).toEqual({
    sets: ['Orders', 'Lines', 'Returns'],
    operations: ['ResetShop', 'FreightTo', 'shop.ship', 'shop.closeAll', 'shop.openLines'],
  });
});

describe('v2', () => {
  it('function imports have their parameters in the address, whatever the method', async () => {
    const released = { d: { ReleaseOrder: { Number: '1', ChangedAt: '/Date(1764230400000+0000)/' } } };
    const { ctx, last } = await service(SHOP_V2_OPERATIONS, json(released));
    const { value } = await step(ctx, { operation: 'ReleaseOrder', parameters: { Number: "1'", Total: '3.10' } });
    expect(value).toEqual({ result: { Number: '1', ChangedAt: '2025-11-27T08:00:00.000Z' } });
    expect([last()?.method, decodeURIComponent(last()?.url ?? ''), last()?.body]).toEqual([
      'POST',
      "/ReleaseOrder?Number='1'''&Total=3.10M",
      '',
    ]);
  });

  it('values and lists are told from records', async () => {
    const value = await service(SHOP_V2_OPERATIONS, json({ d: { Freight: '4.90' } }));
    const freight = { operation: 'Freight', parameters: { City: 'Köln' }, reads: true };
    expect((await step(value.ctx, freight)).value).toEqual({ result: '4.90' });
    expect(decodeURIComponent(value.last()?.url ?? '')).toBe("/Freight?City='Köln'");
    const list = await service(SHOP_V2_OPERATIONS, json({ d: { results: [{ __metadata: {}, Number: '1' }] } }));
    expect((await step(list.ctx, { operation: 'OpenOrders' })).value).toEqual({ result: [{ Number: '1' }] });
  });
});

describe('v4', () => {
  it('by itself: an action in the body, a function in the address', async () => {
    const nothing = await service(SHOP_V4_OPERATIONS, { status: 204 });
    expect(await step(nothing.ctx, { operation: 'ResetShop', parameters: { Reason: 'x' } })).toEqual({
      port: 'out',
      value: { result: null },
    });
    expect([nothing.last()?.url, nothing.last()?.body]).toEqual(['/ResetShop', '{"Reason":"x"}']);
    const value = await service(SHOP_V4_OPERATIONS, json({ '@odata.context': 'x', value: 4.9 }));
    expect((await step(value.ctx, { operation: 'FreightTo', parameters: { City: 'Ulm' } })).value).toEqual({
      result: 4.9,
    });
    expect(value.last()?.url).toBe("/FreightTo(City='Ulm')");
  });

  it('an action on a record carries the etag that is given, else that of now', async () => {
    const { ctx, last } = await service(SHOP_V4_OPERATIONS, { status: 412 });
    const form = { operation: 'ship', set: 'Orders', key: '1', parameters: { Carrier: 'DHL' } };
    expect(await step(ctx, form)).toEqual({ port: 'conflict', value: { key: '1' } });
    expect(last()?.headers['if-match']).toBe('W/"7"');
    await step(ctx, { ...form, etag: 'W/"6"' });
    expect(last()?.headers['if-match']).toBe('W/"6"');
    const set = await service(SHOP_V4_OPERATIONS, { status: 204 });
    await step(set.ctx, { operation: 'closeAll', set: 'Orders' });
    expect([set.last()?.url, set.last()?.headers['if-match']]).toEqual(['/Orders/shop.closeAll', undefined]);
  });

  it('an answer that was lost leaves the outcome open, and is asked of a person', async () => {
    const { ctx } = await service(SHOP_V4_OPERATIONS, { status: 200, drop: true });
    expect(await failureOf(step(ctx, { operation: 'ResetShop' }))).toMatchObject({ outcomeUnknown: true });
    expect([callOData.strategyFor?.({}), callOData.strategyFor?.({ reads: true })]).toEqual(['once', 'safe']);
  });

  it.each([
    [{ operation: 'shipp', set: 'Orders', key: '1' }, 'flow', 'no operation shipp: did you mean ship?'],
    [{ operation: 'ship' }, 'flow', 'ship is bound to records: name their entity set and the key.'],
    [{ operation: 'ship', set: 'Orders' }, 'flow', 'ship is called on one record of Orders: give its key.'],
    [{ operation: 'closeAll', set: 'Orders', key: '1' }, 'flow', 'on Orders as a whole: leave the key empty.'],
    [{ operation: 'ship', set: 'Lines', key: { Number: '1', Item: 1 } }, 'flow', 'ship is not for records of Lines.'],
    [{ operation: 'ResetShop', set: 'Orders' }, 'flow', 'not bound to records: leave the entity set empty.'],
    [{ operation: 'ResetShop', reads: true }, 'flow', 'is an action: it does not only read.'],
    [{ operation: 'ship', set: 'Orders', key: '1' }, 'item', 'ship lacks Carrier.'],
    [
      { operation: 'ship', set: 'Orders', key: '1', parameters: { Carier: 'x', Carrier: 'x' } },
      'item',
      'takes no Carier: did you mean Carrier?',
    ],
    [
      { operation: 'ship', set: 'Orders', key: '1', parameters: { Carrier: 'x', Weight: 'heavy' } },
      'item',
      'Weight: "heavy" is no Edm.Decimal',
    ],
    [{ operation: 'FreightTo', parameters: { City: {} } }, 'item', 'City: {} is no Edm.String'],
  ])('what does not fit is said before anything is sent: %j', async (form, kind, text) => {
    const { ctx, seen } = await service(SHOP_V4_OPERATIONS, { status: 204 });
    expect(await failureOf(step(ctx, form))).toMatchObject({ kind, message: expect.stringContaining(text) });
    expect(seen).toHaveLength(1);
  });
});
