import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { setProduct } from './definition.ts';
import { runSetProduct } from './run.ts';

const step = (ctx: TestContext, form: object = {}) => {
  const mug = { connection: 'shop', handle: 'mug-blue', title: 'Mug, blue', sku: 'MUG-BLUE', price: '12.50' };
  return runSetProduct({ params: setProduct.params.parse({ ...mug, ...form }), input: null }, ctx);
};
const colour = { namespace: 'custom', key: 'colour', type: 'single_line_text_field', value: 'blue' };

it('makes a product, and changes the same one afterwards', async () => {
  const { ctx, state } = await shopifyWorld();
  const made = await step(ctx, { metafields: [colour], weightKg: 0.38 });
  expect(await step(ctx, { title: 'Mug, deep blue', barcode: '04006381333931' })).toEqual(made);
  expect((await state()).products).toMatchObject([
    {
      ...{ handle: 'mug-blue', title: 'Mug, deep blue', status: 'ACTIVE', metafields: [colour] },
      variant: { sku: 'MUG-BLUE', price: '12.50', barcode: '04006381333931', weightKg: 0.38 },
    },
  ]);
});

it('stays one when the answer was lost, and says why it is refused', async () => {
  const { ctx, faults, state } = await shopifyWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toMatchObject({ port: 'written' });
  expect((await state()).products).toHaveLength(1);
  expect(await failureOf(step(ctx, { price: '1000000000000' }))).toMatchObject({ kind: 'refused' });
});
