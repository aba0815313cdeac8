import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { rechargeWorld } from '../simulator/world.testing.ts';
import { skipCharge } from './definition.ts';
import { runSkipCharge } from './run.ts';

const step = (ctx: TestContext, charge = 1) =>
  runSkipCharge({ params: skipCharge.params.parse({ connection: 'recharge', charge }), input: null }, ctx);

it('leaves a renewal out, once when the answer was lost; the next one is taken', async () => {
  const { ctx, faults, state, due } = await rechargeWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  expect(await step(ctx.again({ outcomeUnknown: true }))).toEqual({
    port: 'skipped',
    value: { charge: 1, changed: false },
  });
  await due();
  await due();
  expect((await state()).charges).toMatchObject([{ status: 'skipped' }, { status: 'success' }, { status: 'queued' }]);
  expect(await step(ctx, 2)).toEqual({ port: 'too-late', value: { charge: 2, status: 'success' } });
  expect(await step(ctx, 3)).toMatchObject({ port: 'skipped', value: { changed: true } });
  expect(await failureOf(step(ctx, 99))).toMatchObject({ kind: 'refused', code: 'charge-unknown' });
});
