import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { soldWorld } from '../simulator/documents.testing.ts';

it('issues the goods of a delivery once, however often it is asked', async () => {
  const { deliver, issue, ctx, state, faults } = await soldWorld();
  const { value } = await deliver(ctx);
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(issue(ctx, value.delivery))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await issue(ctx.again({ outcomeUnknown: true }), value.delivery)).toEqual({
    port: 'posted',
    value: { delivery: value.delivery, posted: false },
  });
  expect((await state()).deliveries).toMatchObject([{ OverallGoodsMovementStatus: 'C' }]);
});

it('says that there is no such delivery', async () => {
  const { issue, ctx } = await soldWorld();
  expect(await failureOf(issue(ctx, '99'))).toMatchObject({ kind: 'refused', code: 'sap-refused' });
});
