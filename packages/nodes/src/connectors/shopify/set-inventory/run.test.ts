import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { shopifyWorld } from '../simulator/world.testing.ts';
import { setInventory } from './definition.ts';
import { runSetInventory } from './run.ts';

const step = (ctx: TestContext, form: object) => {
  const params = setInventory.params.parse({ connection: 'shop', sku: 'MUG-BLUE', location: 655441491, ...form });
  return runSetInventory({ params, input: null }, ctx);
};
const mugs = async ({ state }: Awaited<ReturnType<typeof shopifyWorld>>) =>
  (await state()).inventoryLevels.find(({ sku, locationId }) => sku === 'MUG-BLUE' && locationId === 655441491)
    ?.available;

it('sets what can be sold while it is still what we believe', async () => {
  const world = await shopifyWorld();
  expect(await step(world.ctx, { quantity: 12, changeFrom: 40 })).toEqual({
    port: 'set',
    value: { sku: 'MUG-BLUE', quantity: 12, delta: -28 },
  });
  expect(await mugs(world)).toBe(12);
});

it('leaves what somebody else set, and says what it is', async () => {
  const world = await shopifyWorld();
  await step(world.ctx, { quantity: 12 });
  const late = await step(world.stepOf('run-2:set:0'), { quantity: 39, changeFrom: 40 });
  expect(late).toEqual({ port: 'stale', value: { sku: 'MUG-BLUE', asked: 39, available: 12 } });
  expect(await mugs(world)).toBe(12);
});

it('answers the first time again when the answer was lost, although the number is another one now', async () => {
  const world = await shopifyWorld();
  await world.faults({ commitThenDrop: 1 });
  expect(await failureOf(step(world.ctx, { quantity: 12, changeFrom: 40 }))).toMatchObject({ outcomeUnknown: true });
  await world.faults({});
  const again = await step(world.ctx.again({ outcomeUnknown: true }), { quantity: 12, changeFrom: 40 });
  expect(again).toMatchObject({ port: 'set', value: { delta: -28 } });
});

it('does not know every article', async () => {
  const { ctx } = await shopifyWorld();
  expect(await failureOf(step(ctx, { sku: 'NOPE', quantity: 1 }))).toMatchObject({ code: 'shopify-sku-unknown' });
});
