import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { soldWorld } from '../simulator/documents.testing.ts';
import { createInvoice } from './definition.ts';
import { runCreateInvoice } from './run.ts';

const bill = (ctx: TestContext, delivery: string) =>
  runCreateInvoice({ params: createInvoice.params.parse({ connection: 'sap', delivery }), input: null }, ctx);

it('bills each delivery, and all invoices of an order come to what the order comes to', async () => {
  const { deliver, issue, ctx, total, state } = await soldWorld();
  const parts = [
    [{ sku: 'MUG', quantity: 1 }],
    [
      { sku: 'MUG', quantity: 2 },
      { sku: 'LAMP', quantity: 1 },
    ],
  ];
  const billed: number[] = [];
  for (const [at, lines] of parts.entries()) {
    const { value } = await deliver(ctx, { lines, reference: `#1001/${at}` });
    expect(await failureOf(bill(ctx, value.delivery))).toMatchObject({
      message: expect.stringContaining('Goods issue'),
    });
    await issue(ctx, value.delivery);
    const invoice = await bill(ctx, value.delivery);
    expect(invoice.value).toMatchObject({ invoice: `9000000${at + 1}`, created: true, total: { currency: 'EUR' } });
    billed.push(Number(invoice.value.total.amount));
  }
  expect(billed.reduce((sum, each) => sum + each, 0)).toBeCloseTo(Number(total.amount), 2);
  expect((await state()).billingDocuments).toHaveLength(2);
});

it('bills once when the answer was lost', async () => {
  const { deliver, issue, ctx, faults, state } = await soldWorld();
  const { value } = await deliver(ctx);
  await issue(ctx, value.delivery);
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(bill(ctx, value.delivery))).toMatchObject({ outcomeUnknown: true });
  await faults({});
  expect(await bill(ctx.again({ outcomeUnknown: true }), value.delivery)).toMatchObject({
    value: { invoice: '90000001', created: false },
  });
  expect((await state()).billingDocuments).toHaveLength(1);
  expect(await failureOf(bill(ctx, value.delivery))).toMatchObject({ kind: 'refused', code: 'sap-refused' });
});
