import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { sapOrder, sapWorld } from '../../../testing/odata-sap.ts';
import { createODataRecord } from '../create-record/definition.ts';
import { runCreateODataRecord } from '../create-record/run.ts';
import { deleteODataRecord } from './definition.ts';
import { runDeleteODataRecord } from './run.ts';

const step = (ctx: TestContext, form: object = {}) => {
  const params = deleteODataRecord.params.parse({ connection: 'erp', set: 'A_SalesOrder', key: '41', ...form });
  return runDeleteODataRecord({ params, input: null }, ctx);
};

async function order() {
  const world = await sapWorld();
  const params = createODataRecord.params.parse({ connection: 'erp', set: 'A_SalesOrder', fields: sapOrder() });
  await runCreateODataRecord({ params, input: null }, world.ctx);
  return world;
}

it('deletes a record once, also when the answer was lost', async () => {
  const { ctx, faults, orders } = await order();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toEqual({
    port: 'deleted',
    value: { key: '41', wasThere: false },
  });
  expect(await orders()).toEqual([]);
});

it('leaves a record that changed since it was read', async () => {
  const { ctx, orders } = await order();
  expect(await step(ctx, { etag: 'W/"old"' })).toMatchObject({
    port: 'conflict',
    value: { record: { key: { SalesOrder: '41' } } },
  });
  expect((await orders()).length).toBe(1);
  expect(await step(ctx)).toEqual({ port: 'deleted', value: { key: '41', wasThere: true } });
});
