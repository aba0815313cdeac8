import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { createCreditMemo } from '../create-credit-memo/definition.ts';
import { runCreateCreditMemo } from '../create-credit-memo/run.ts';
import { SAP_AREA, sapWorld } from '../simulator/world.testing.ts';
import { releaseCreditMemo } from './definition.ts';
import { runReleaseCreditMemo } from './run.ts';

const step = (ctx: TestContext, creditMemoRequest = '70000001') => {
  const params = releaseCreditMemo.params.parse({ connection: 'sap', creditMemoRequest });
  return runReleaseCreditMemo({ params, input: null }, ctx);
};

async function requested() {
  const world = await sapWorld();
  const lines = [{ sku: 'CND', quantity: 1, amount: '19.95' }];
  const params = createCreditMemo.params.parse({ ...SAP_AREA, currency: 'EUR', lines });
  await runCreateCreditMemo({ params, input: null }, world.ctx);
  return world;
}

it('lets the next billing run make the credit memo, and not before', async () => {
  const { stepOf, control } = await requested();
  expect(await control('billing-runs')).toEqual({ billed: 0 });
  expect((await step(stepOf('run-1:release:0'))).value).toEqual({ creditMemoRequest: '70000001', changed: true });
  expect(await control('billing-runs')).toEqual({ billed: 1 });
});

it('changes nothing a second time, also when the answer was lost', async () => {
  const { stepOf, faults } = await requested();
  const ctx = stepOf('run-1:release:0');
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }))).value).toMatchObject({ changed: false });
});

it('does not know every document', async () => {
  const { stepOf } = await requested();
  expect(await failureOf(step(stepOf('k'), '4711'))).toMatchObject({ kind: 'refused', code: 'sap-document-unknown' });
});
