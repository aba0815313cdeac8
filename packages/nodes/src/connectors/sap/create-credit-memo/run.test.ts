import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { rejectDocument } from '../reject-document/definition.ts';
import { runRejectDocument } from '../reject-document/run.ts';
import { SAP_AREA, sapWorld } from '../simulator/world.testing.ts';
import { createCreditMemo } from './definition.ts';
import { runCreateCreditMemo } from './run.ts';

const LINES = [
  { sku: 'MUG-BLUE', quantity: 3, amount: '10.00' },
  { sku: 'CND', quantity: 1, amount: '19.95' },
];
const step = (ctx: TestContext, form: object = {}) => {
  const params = createCreditMemo.params.parse({ ...SAP_AREA, currency: 'EUR', lines: LINES, ...form });
  return runCreateCreditMemo({ params, input: null }, ctx);
};

it('asks for exactly what is given back, a third of ten thrice too, and blocks it', async () => {
  const { ctx, state } = await sapWorld();
  expect((await step(ctx, { customerReturn: '60000001' })).value).toMatchObject({
    creditMemoRequest: '70000001',
    created: true,
    total: { amount: '29.95', currency: 'EUR' },
  });
  expect((await state()).creditMemos).toMatchObject([
    { reference: 'RMA-1001', TotalNetAmount: '29.95', HeaderBillingBlockReason: '08', ReferenceSDDocument: '60000001' },
  ]);
});

it('asks once when the answer was lost', async () => {
  const { ctx, faults, state } = await sapWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }))).value).toMatchObject({
    created: false,
    total: { amount: '29.95' },
  });
  expect((await state()).creditMemos.length).toBe(1);
});

it('takes no request that was taken back for its own', async () => {
  const { ctx, stepOf, state } = await sapWorld();
  await step(ctx);
  const params = rejectDocument.params.parse({ connection: 'sap', kind: 'credit-memo-request', document: '70000001' });
  await runRejectDocument({ params, input: null }, stepOf('run-1:undo:0'));
  expect((await step(stepOf('run-2:sap:0'))).value).toMatchObject({ creditMemoRequest: '70000002', created: true });
  expect((await state()).creditMemos.map(({ rejected, TotalNetAmount }) => [rejected, TotalNetAmount])).toEqual([
    [true, '0.00'],
    [false, '29.95'],
  ]);
});
