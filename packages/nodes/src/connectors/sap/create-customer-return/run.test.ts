import { expect, it } from 'vitest';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { SAP_AREA, sapWorld } from '../simulator/world.testing.ts';
import { createCustomerReturn } from './definition.ts';
import { runCreateCustomerReturn } from './run.ts';

const step = (ctx: TestContext, form: object = {}) => {
  const params = createCustomerReturn.params.parse({ ...SAP_AREA, lines: [{ sku: 'MUG-BLUE', quantity: 2 }], ...form });
  return runCreateCustomerReturn({ params, input: null }, ctx);
};

it('authorises the return of an order', async () => {
  const { ctx, state } = await sapWorld();
  expect(await step(ctx, { salesOrder: '41', reason: '102' })).toEqual({
    port: 'created',
    value: { customerReturn: '60000001', created: true, reference: 'RMA-1001', createdOn: '2026-11-23', warnings: [] },
  });
  expect((await state()).customerReturns).toMatchObject([
    { reference: 'RMA-1001', rejected: false, ReferenceSDDocument: '41', OverallDeliveryStatus: 'A' },
  ]);
});

it('authorises once: when the answer was lost, and for another run of the same return', async () => {
  const { ctx, stepOf, faults, state } = await sapWorld();
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ outcomeUnknown: true, retryAfterMs: 3_000 });
  await faults({});
  expect((await step(ctx.again({ outcomeUnknown: true }))).value).toMatchObject({ created: false });
  expect((await step(stepOf('run-2:sap:0'))).value).toMatchObject({ customerReturn: '60000001', created: false });
  expect((await state()).customerReturns.length).toBe(1);
});

it('waits while somebody works on the record, and is refused for good by customizing', async () => {
  const { ctx, faults } = await sapWorld();
  await faults({ recordLock: 1 });
  expect(await failureOf(step(ctx))).toMatchObject({ kind: 'transient', code: 'sap-locked' });
  await faults({});
  expect(await failureOf(step(ctx, { salesOrganization: '9999' }))).toMatchObject({
    kind: 'refused',
    code: 'sap-refused',
  });
});

it('hears of the goods by an event about its reference', async () => {
  const receiver = await webhookReceiver();
  const { ctx, control, state } = await sapWorld({ target: receiver.url });
  await step(ctx);
  expect(await control('goods-receipts', { reference: 'RMA-1001' })).toEqual({ received: 1 });
  expect(JSON.parse(String(receiver.received[0]?.rawBody))).toMatchObject({
    specversion: '1.0',
    type: 'sap.s4.beh.customerreturn.v1.CustomerReturn.Changed.v1',
    subject: 'RMA-1001',
    data: { CustomerReturn: '60000001' },
  });
  expect((await state()).customerReturns).toMatchObject([{ OverallDeliveryStatus: 'C' }]);
  await receiver.close();
});
