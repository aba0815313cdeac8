import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { spApiWorld } from '../simulator/world.testing.ts';
import { setAmazonStock } from './definition.ts';
import { runSetAmazonStock } from './run.ts';

const step = (ctx: TestContext, quantity: number) =>
  runSetAmazonStock(
    { params: setAmazonStock.params.parse({ connection: 'marketplace', sku: 'MUG/BLUE', quantity }), input: null },
    ctx,
  );

it('says what may be sold, also of a SKU with a slash', async () => {
  const { ctx, state } = await spApiWorld();
  expect(await step(ctx, 7)).toMatchObject({ port: 'out', value: { sku: 'MUG/BLUE', quantity: 7 } });
  await step(ctx, 7);
  expect((await state()).listings).toEqual([{ sku: 'MUG/BLUE', quantity: 7 }]);
});

it('does not take a 200 for a success', async () => {
  const { ctx, state, faults } = await spApiWorld();
  await faults({ invalidListing: 1 });
  expect(await step(ctx, 7)).toMatchObject({
    port: 'invalid',
    value: { issues: [{ code: '90220', severity: 'ERROR' }] },
  });
  expect((await state()).listings).toEqual([]);
});

it('keeps to the rate the answers tell, and passes when Amazon is not well', async () => {
  const { ctx, faults } = await spApiWorld({ usageFactor: 0.5 });
  for (let call = 0; call < 5; call++) await step(ctx, call);
  // Amazon gives this seller half of what the plan says; our bucket did not know how few it began with.
  const failure = await failureOf(step(ctx, 5));
  expect(failure).toMatchObject({ kind: 'transient', code: 'amazon-quota', retryAfterMs: 400 });
  expect(await failureOf(step(ctx, 6))).toMatchObject({ code: 'rate-limited', notAttempted: true });
  await faults({ status: 503 });
  expect(await failureOf(step({ ...ctx, now: ctx.now + 60_000 }, 7))).toMatchObject({ kind: 'transient' });
});
