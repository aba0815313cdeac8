import { expect, it } from 'vitest';
import { failureOf } from '../../../testing/context.ts';
import { supplierWorld } from '../simulator/world.testing.ts';
import { runCancelOrder } from './run.ts';

it('says in words that there is no such order', async () => {
  const { ctx } = await supplierWorld();
  const params = { connection: 'dropship', purchaseOrder: 'unheard-of' };
  expect(await failureOf(runCancelOrder({ params, input: null }, ctx))).toMatchObject({
    kind: 'refused',
    category: 'business',
    message: 'The supplier refused: The specified resource does not exist. (NotFound)',
  });
});
