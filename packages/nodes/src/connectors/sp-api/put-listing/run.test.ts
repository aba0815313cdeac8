import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { spApiWorld } from '../simulator/world.testing.ts';
import { putAmazonListing } from './definition.ts';
import { runPutAmazonListing } from './run.ts';

const step = (ctx: TestContext, attributes: unknown) =>
  runPutAmazonListing(
    { params: putAmazonListing.params.parse({ connection: 'marketplace', sku: 'MUG/BLUE', attributes }), input: null },
    ctx,
  );

it('says the whole listing, and once more changes nothing', async () => {
  const { ctx, state } = await spApiWorld();
  const mug = { item_name: 'Mug, blue', color: 'blue', list_price: { value: 12.5, currency: 'EUR' }, brand: null };
  await step(ctx, mug);
  expect(await step(ctx, { ...mug, color: 'navy' })).toMatchObject({ port: 'out', value: { sku: 'MUG/BLUE' } });
  const { color: _, ...rest } = mug;
  await step(ctx, rest);
  expect((await state()).catalogue).toEqual([
    {
      sku: 'MUG/BLUE',
      productType: 'PRODUCT',
      attributes: {
        item_name: [{ value: 'Mug, blue', marketplace_id: 'A1PA6795UKMFR9' }],
        list_price: [{ value: 12.5, currency: 'EUR', marketplace_id: 'A1PA6795UKMFR9' }],
      },
    },
  ]);
});

it('does not take a 200 for a success, and no text for attributes', async () => {
  const { ctx, state, faults } = await spApiWorld();
  await faults({ invalidListing: 1 });
  expect(await step(ctx, { item_name: 'Mug' })).toMatchObject({
    port: 'invalid',
    value: { issues: [{ code: '90220' }] },
  });
  expect((await state()).catalogue).toEqual([]);
  expect(await failureOf(step(ctx, 'Mug'))).toMatchObject({ kind: 'item', code: 'attributes-invalid' });
});
