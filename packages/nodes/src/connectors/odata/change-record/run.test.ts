import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { sapOrder, sapWorld } from '../../../testing/odata-sap.ts';
import { createODataRecord } from '../create-record/definition.ts';
import { runCreateODataRecord } from '../create-record/run.ts';
import { changeODataRecord } from './definition.ts';
import { runChangeODataRecord } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = changeODataRecord.params.parse({ connection: 'erp', set: 'A_SalesOrder', key: '41', ...form });
  return runChangeODataRecord({ params, input: null }, ctx);
};

async function order() {
  const world = await sapWorld();
  const params = createODataRecord.params.parse({ connection: 'erp', set: 'A_SalesOrder', fields: sapOrder() });
  const { value } = await runCreateODataRecord({ params, input: null }, world.ctx);
  return { ...world, etag: value.record.etag };
}

it('changes what was read, or the record as it is', async () => {
  const { ctx, etag, orders } = await order();
  expect(await step(ctx, { etag, fields: { PurchaseOrderByCustomer: 'new' } })).toMatchObject({
    port: 'changed',
    value: { record: { fields: { PurchaseOrderByCustomer: 'new' } } },
  });
  expect((await step(ctx, { fields: { PurchaseOrderByCustomer: 'newer' } })).port).toBe('changed');
  expect(await orders()).toMatchObject([{ PurchaseOrderByCustomer: 'newer' }]);
});

it('says when somebody else was quicker, and changes nothing', async () => {
  const { ctx, etag, orders } = await order();
  await step(ctx, { fields: { PurchaseOrderByCustomer: 'theirs' } });
  expect(await step(ctx, { etag, fields: { PurchaseOrderByCustomer: 'ours' } })).toMatchObject({
    port: 'conflict',
    value: { record: { fields: { PurchaseOrderByCustomer: 'theirs' } } },
  });
  expect(await orders()).toMatchObject([{ PurchaseOrderByCustomer: 'theirs' }]);
});

it('takes its own change after a lost answer for done', async () => {
  const { ctx, etag, faults } = await order();
  const form = { etag, fields: { PurchaseOrderByCustomer: 'ours' } };
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, form))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }), form)).port).toBe('changed');
});

it('says when there is no such record', async () => {
  const { ctx } = await order();
  expect(await step(ctx, { key: '99', fields: { PurchaseOrderByCustomer: 'x' } })).toEqual({
    port: 'none',
    value: { key: '99' },
  });
});
