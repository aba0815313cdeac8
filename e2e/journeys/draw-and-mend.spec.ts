import { EDGES, fillSteps, HOOK, joinSteps, placeSteps } from './drawn-flow.ts';
import { expect, test } from './fixtures.ts';

const FLOW = 'orders-drawn';
const UP_TO_THE_ERP = {
  webhook: 'succeeded',
  'check-contract': 'succeeded',
  map: 'succeeded',
  'check-contract-2': 'succeeded',
  switch: 'succeeded',
  'set-fields': 'succeeded',
  'set-fields-2': 'skipped',
  'set-fields-3': 'skipped',
  log: 'succeeded',
};
const ALL_DONE = {
  ...UP_TO_THE_ERP,
  'create-sales-order': 'succeeded',
  allocate: 'succeeded',
  'log-2': 'succeeded',
  'log-3': 'skipped',
  fail: 'skipped',
  'fail-2': 'skipped',
};

test('an analyst draws "Order to ERP", real orders run through it, and a broken ERP is mended without a double', async ({
  canvas,
  estate,
  estatePage,
  exceptions,
  flows,
  inspector,
  page,
  run,
  versions,
}) => {
  test.setTimeout(240_000);
  await test.step('draw it from nothing', async () => {
    await flows.create('Orders, drawn', FLOW);
    await placeSteps(canvas);
    await fillSteps(canvas, inspector);
    await joinSteps(canvas);
    await expect(canvas.edges()).toHaveCount(EDGES.length);
    await canvas.tidy();
    await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible();
    await canvas.saved();
  });

  await test.step('publish it', async () => {
    await versions.publish(1, 'Drawn by hand');
  });

  await test.step('an order completes on the canvas', async () => {
    const { runId, name } = await estate.placeOrder(HOOK, 9101);
    await run.open(runId);
    await run.expectSteps(ALL_DONE);
    await expect(run.status()).toHaveText('Done');
    expect(await estate.salesOrders(name)).toBe(1);
  });

  const failed = await test.step('the ERP breaks: retries, then an exception with its reason', async () => {
    await estatePage.open();
    await estatePage.break('sap', 'Outage');
    const order = await estate.placeOrder(HOOK, 9102);
    await run.open(order.runId);
    await run.expectSteps({ ...UP_TO_THE_ERP, 'create-sales-order': 'failed', allocate: 'pending' });
    await expect(run.card(/^Create sales order.*failed.*3 attempts/)).toBeVisible();
    await expect(run.status()).toHaveText('Exception');
    await exceptions.open();
    await expect(exceptions.row(order.name)).toContainText('503');
    await expect(exceptions.row(order.name)).toContainText('3 attempts');
    expect(await estate.salesOrders(order.name)).toBe(0);
    return order;
  });

  await test.step('healed and tried again, the order is there once', async () => {
    await estatePage.open();
    await estatePage.heal('sap');
    await exceptions.open();
    await exceptions.retry(failed.name);
    await expect(exceptions.row(failed.name)).toBeHidden();
    await run.open(failed.runId);
    await run.expectSteps(ALL_DONE);
    await expect(run.status()).toHaveText('Done');
    expect(await estate.salesOrders(failed.name)).toBe(1);
  });

  await test.step('an answer that is lost after the write does not make a second order', async () => {
    await estatePage.open();
    await estatePage.loseAllAnswers('sap');
    const order = await estate.placeOrder(HOOK, 9103);
    await run.open(order.runId);
    await run.expectSteps(ALL_DONE);
    await expect(run.card(/^Create sales order.*succeeded.*2 attempts/)).toBeVisible();
    expect(await estate.salesOrders(order.name)).toBe(1);
    await estatePage.open();
    await estatePage.heal('sap');
  });
});
