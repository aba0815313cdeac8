import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { createCreditMemo } from '../create-credit-memo/definition.ts';
import { runCreateCreditMemo } from '../create-credit-memo/run.ts';
import { createCustomerReturn } from '../create-customer-return/definition.ts';
import { runCreateCustomerReturn } from '../create-customer-return/run.ts';
import { releaseCreditMemo } from '../release-credit-memo/definition.ts';
import { runReleaseCreditMemo } from '../release-credit-memo/run.ts';
import { soldWorld } from '../simulator/documents.testing.ts';
import { SAP_AREA, sapWorld } from '../simulator/world.testing.ts';
import { rejectDocument } from './definition.ts';
import { runRejectDocument } from './run.ts';

const step = (ctx: TestContext, form: object = {}) => {
  const params = rejectDocument.params.parse({
    connection: 'sap',
    kind: 'credit-memo-request',
    document: '70000001',
    ...form,
  });
  return runRejectDocument({ params, input: null }, ctx);
};

async function documents() {
  const world = await sapWorld();
  const lines = ['MUG-BLUE', 'CND'].map((sku) => ({ sku, quantity: 1, amount: '10.00' }));
  const credit = createCreditMemo.params.parse({ ...SAP_AREA, currency: 'EUR', lines });
  await runCreateCreditMemo({ params: credit, input: null }, world.stepOf('run-1:credit:0'));
  const back = createCustomerReturn.params.parse({ ...SAP_AREA, lines });
  await runCreateCustomerReturn({ params: back, input: null }, world.stepOf('run-1:return:0'));
  return world;
}

it('takes a credit memo request back, so that it counts for nothing and stays for auditors', async () => {
  const { ctx, state } = await documents();
  expect((await step(ctx)).value).toEqual({ document: '70000001', items: 2 });
  expect((await state()).creditMemos).toMatchObject([
    {
      rejected: true,
      TotalNetAmount: '0.00',
      to_Item: { results: [{ SalesDocumentRjcnReason: '50' }, { SalesDocumentRjcnReason: '50' }] },
    },
  ]);
});

it('goes on where a lost answer left it', async () => {
  const { ctx, faults, state } = await documents();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true });
  expect((await state()).creditMemos).toMatchObject([{ rejected: false, TotalNetAmount: '10.00' }]);
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }))).value).toMatchObject({ items: 1 });
  expect((await state()).creditMemos).toMatchObject([{ rejected: true }]);
});

it('comes too late for what is billed, and says so', async () => {
  const { ctx, stepOf, control } = await documents();
  const params = releaseCreditMemo.params.parse({ connection: 'sap', creditMemoRequest: '70000001' });
  await runReleaseCreditMemo({ params, input: null }, stepOf('run-1:release:0'));
  await control('billing-runs');
  expect(await failureOf(step(ctx))).toMatchObject({
    kind: 'refused',
    code: 'sap-too-late',
    message: 'Credit memo request 70000001 can no longer be taken back: it is billed.',
  });
});

it('leaves a return whose goods are back, where it is told to', async () => {
  const { ctx, control, state } = await documents();
  await control('goods-receipts', { reference: 'RMA-1001' });
  const form = { kind: 'customer-return', document: '60000001', whenTooLate: 'leave' };
  expect(await step(ctx, form)).toEqual({ port: 'kept', value: { document: '60000001', why: 'its goods are back' } });
  expect((await state()).customerReturns).toMatchObject([{ rejected: false, OverallDeliveryStatus: 'C' }]);
});

it('rejects what of a sales order was not delivered, and says when all of it was', async () => {
  const { deliver, ctx, state, salesOrder } = await soldWorld();
  await deliver(ctx);
  const form = { kind: 'sales-order', document: salesOrder, whenTooLate: 'leave' };
  expect(await step(ctx, form)).toEqual({ port: 'rejected', value: { document: salesOrder, items: 1 } });
  expect((await state()).salesOrders).toMatchObject([
    {
      OverallTotalDeliveryStatus: 'B',
      OverallSDDocumentRejectionSts: 'B',
      to_Item: { results: [{ SalesDocumentRjcnReason: '' }, { SalesDocumentRjcnReason: '50' }] },
    },
  ]);
  expect(
    await failureOf(deliver(ctx, { reference: '#1001/late', lines: [{ sku: 'LAMP', quantity: 1 }] })),
  ).toMatchObject({
    kind: 'refused',
  });
  const other = await soldWorld();
  await other.deliver(other.ctx);
  await other.deliver(other.ctx, { reference: '#1001/supplier', lines: [{ sku: 'LAMP', quantity: 1 }] });
  expect(await step(other.ctx, { ...form, document: other.salesOrder })).toEqual({
    port: 'kept',
    value: { document: other.salesOrder, why: 'all of it was delivered' },
  });
});
