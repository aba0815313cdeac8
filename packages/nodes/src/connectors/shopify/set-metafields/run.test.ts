import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { setMetafields } from './definition.ts';
import { runSetMetafields } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = setMetafields.params.parse({ connection: 'shop', ...form });
  return runSetMetafields({ params, input: null }, ctx);
};
const expected = (value: string) => [{ key: 'expected_ship_date', type: 'date', value }];

it('shows the buyer the date the flow wrote, and then the later one', async () => {
  const { ctx, order, shop, state } = await shopifyWorld();
  const page = async () => (await fetch(new URL(new URL(order.order_status_url).pathname, shop.baseUrl))).text();
  expect(await page()).not.toContain('Expected to ship');
  await step(ctx, { owner: order.id, metafields: expected('2026-12-01') });
  expect(await page()).toContain('<time datetime="2026-12-01">');
  await step(ctx, { owner: `gid://shopify/Order/${order.id}`, metafields: expected('2026-12-04') });
  expect(await page()).toContain('<time datetime="2026-12-04">');
  expect((await state()).metafields).toMatchObject([{ key: 'expected_ship_date', value: '2026-12-04' }]);
});

it('writes the same again when the answer was lost, and stays one', async () => {
  const { ctx, order, faults, state } = await shopifyWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx, { owner: order.id, metafields: expected('2026-12-01') }))).toMatchObject({
    outcomeUnknown: true,
  });
  await faults({});
  const again = await step(ctx.again({ outcomeUnknown: true }), {
    owner: order.id,
    metafields: expected('2026-12-01'),
  });
  expect(again).toMatchObject({ port: 'written' });
  expect((await state()).metafields.length).toBe(1);
});

it('writes none of several where one is wrong', async () => {
  const { ctx, order, state } = await shopifyWorld();
  const metafields = [...expected('2026-12-01'), { key: 'other_day', type: 'date', value: 'soon' }];
  expect(await failureOf(step(ctx, { owner: order.id, metafields }))).toMatchObject({
    kind: 'refused',
    code: 'shopify-invalid-value',
    details: { userErrors: [{ field: 'metafields.1.value' }] },
  });
  expect((await state()).metafields).toEqual([]);
});
