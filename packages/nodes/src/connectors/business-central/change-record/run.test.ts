import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { bcWorld } from '../simulator/world.testing.ts';
import { changeBcRecord } from './definition.ts';
import { runChangeBcRecord } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = changeBcRecord.params.parse({ connection: 'bc', entity: 'items', ...form });
  return runChangeBcRecord({ params, input: null }, ctx);
};

async function item() {
  const world = await bcWorld();
  const { id, '@odata.etag': etag } = (await world.call('POST', 'items', { displayName: 'Bicycle', unitPrice: 1 }))
    .body;
  return { ...world, id: String(id), etag: String(etag) };
}

it('changes what was read, or the record as it is', async () => {
  const { ctx, id, etag, state } = await item();
  const first = await step(ctx, { id, etag, fields: { displayName: 'Touring Bicycle' } });
  expect(first).toMatchObject({ port: 'changed', value: { record: { displayName: 'Touring Bicycle', unitPrice: 1 } } });
  expect(await step(ctx, { id, fields: { unitPrice: 2 } })).toMatchObject({ port: 'changed' });
  expect((await state()).records).toMatchObject([{ displayName: 'Touring Bicycle', unitPrice: 2 }]);
});

it('says when somebody else was quicker, and how the record is now', async () => {
  const { ctx, id, etag, change, faults } = await item();
  await change('items', id, { displayName: 'Of somebody else' });
  const { port, value } = await step(ctx, { id, etag, fields: { displayName: 'Ours' } });
  expect([port, value]).toMatchObject(['conflict', { record: { displayName: 'Of somebody else' } }]);
  await faults({ entityChanged: 1 });
  expect((await step(ctx, { id, fields: { unitPrice: 3 } })).port).toBe('conflict');
});

it('takes its own change after a lost answer for done', async () => {
  const { ctx, id, etag, faults, state } = await item();
  await step(ctx, { id, fields: { unitPrice: 1 } });
  const now = String((await state()).records[0]?.['@odata.etag']);
  await faults({ commitThenDrop: 1 });
  const lost = await failureOf(step(ctx, { id, etag: now, fields: { unitPrice: 9 } }));
  expect(lost).toMatchObject({ outcomeUnknown: true });
  await faults({});
  const again = await step(ctx.again({ outcomeUnknown: true }), { id, etag: now, fields: { unitPrice: 9 } });
  expect([again.port, etag]).toEqual(['changed', etag]);
});

it('says what is wrong with fields and ids', async () => {
  const { ctx, id } = await item();
  expect(await failureOf(step(ctx, { id, fields: 1 }))).toMatchObject({ kind: 'item', code: 'fields-invalid' });
  const none = '00000000-0000-0000-0000-000000000000';
  expect(await failureOf(step(ctx, { id: none, fields: {} }))).toMatchObject({ kind: 'refused', code: 'bc-refused' });
});
