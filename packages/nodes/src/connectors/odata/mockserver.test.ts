import { describe, expect, it } from 'vitest';
import type { TestContext } from '../../testing/context.ts';
import { mockserverWorld } from '../../testing/odata-mockserver.ts';
import { batchOData } from './batch/definition.ts';
import { runBatchOData } from './batch/run.ts';
import { changeODataRecord } from './change-record/definition.ts';
import { runChangeODataRecord } from './change-record/run.ts';
import { createODataRecord } from './create-record/definition.ts';
import { runCreateODataRecord } from './create-record/run.ts';
import { deleteODataRecord } from './delete-record/definition.ts';
import { runDeleteODataRecord } from './delete-record/run.ts';
import { readODataRecords } from './read-records/definition.ts';
import { runReadODataRecords } from './read-records/run.ts';
import { SHOP_V2, SHOP_V4 } from './shop-edmx.testing.ts';

const orders = (set: object = { Orders: [] }) => ({ Lines: [], ...set });
const shop = { connection: 'shop', set: 'Orders' };

const read = (ctx: TestContext, form: object = {}) =>
  runReadODataRecords({ params: readODataRecords.params.parse({ ...shop, ...form }), input: null }, ctx);
const create = (ctx: TestContext, form: object) =>
  runCreateODataRecord({ params: createODataRecord.params.parse({ ...shop, ...form }), input: null }, ctx);
const change = (ctx: TestContext, form: object) =>
  runChangeODataRecord({ params: changeODataRecord.params.parse({ ...shop, ...form }), input: null }, ctx);
const remove = (ctx: TestContext, form: object) =>
  runDeleteODataRecord({ params: deleteODataRecord.params.parse({ ...shop, ...form }), input: null }, ctx);
const batch = (ctx: TestContext, changes: readonly object[]) =>
  runBatchOData({ params: batchOData.params.parse({ connection: 'shop', changes }), input: null }, ctx);

describe.each([
  ['v2', SHOP_V2],
  ['v4', SHOP_V4],
])("against SAP's own mock server, %s", (version, edmx) => {
  const one = { Number: '1', Reference: 'Kern & Co', Total: version === 'v2' ? '12.50' : 12.5 };

  it('reads by key, by fields and in order', async () => {
    const { ctx } = await mockserverWorld(edmx, orders({ Orders: [one, { Number: '2', Reference: '#2' }] }));
    expect(await read(ctx, { key: '1' })).toMatchObject({
      port: 'out',
      value: { records: [{ key: { Number: '1' }, fields: { Reference: 'Kern & Co' } }], complete: true },
    });
    expect(await read(ctx, { where: { Reference: 'Kern & Co' } })).toMatchObject({
      value: { records: [{ key: { Number: '1' } }] },
    });
    expect(await read(ctx, { orderBy: 'Number desc', maxRecords: 1 })).toMatchObject({
      value: { records: [{ key: { Number: '2' } }], complete: false },
    });
    expect(await read(ctx, { key: '3' })).toEqual({ port: 'none', value: { records: [], complete: true } });
  });

  it('creates once, and finds again what an earlier attempt made', async () => {
    const { ctx } = await mockserverWorld(edmx, orders({ Orders: [one] }));
    const form = { fields: { Number: '7', Reference: '#7', Total: '3.10' }, reference: 'Reference' };
    expect(await create(ctx, form)).toMatchObject({ value: { created: true, record: { key: { Number: '7' } } } });
    expect(await create(ctx.again({ outcomeUnknown: true }), form)).toMatchObject({
      value: { created: false, record: { key: { Number: '7' } } },
    });
    expect((await read(ctx)).value).toMatchObject({ records: [{}, {}] });
  });

  it('changes and deletes', async () => {
    const { ctx } = await mockserverWorld(edmx, orders({ Orders: [one] }));
    expect(await change(ctx, { key: '1', fields: { Reference: 'new' } })).toMatchObject({
      port: 'changed',
      value: { record: { fields: { Reference: 'new' } } },
    });
    expect(await change(ctx, { key: '9', fields: { Reference: 'new' } })).toMatchObject({ port: 'none' });
    expect(await remove(ctx, { key: '1' })).toMatchObject({ value: { wasThere: true } });
    expect(await read(ctx)).toMatchObject({ port: 'none' });
  });

  it('changes several records in one batch', async () => {
    const { ctx } = await mockserverWorld(edmx, orders({ Orders: [one] }));
    const done = await batch(ctx, [
      { action: 'create', set: 'Orders', fields: { Number: '8', Reference: '#8' } },
      { action: 'change', set: 'Orders', key: '1', fields: { Reference: 'both' } },
    ]);
    expect(done).toMatchObject({ port: 'done', value: { results: [{ key: { Number: '8' } }, {}] } });
    expect((await read(ctx, { orderBy: 'Number' })).value).toMatchObject({
      records: [{ fields: { Reference: 'both' } }, { fields: { Reference: '#8' } }],
    });
  });
});
