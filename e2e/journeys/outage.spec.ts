import { BoardsPage } from '../pages/boards.ts';
import { OverviewPage } from '../pages/estate.ts';
import { expect, test } from './business.ts';

const SOLD = 8;

test('the ERP is away: an operator sees on the first screen what waits, mends it, and nothing is lost', async ({
  estatePage,
  page,
  retailer: { then, system },
}) => {
  const overview = new OverviewPage(page);
  const boards = new BoardsPage(page);
  await system('shopify').tells('shopify/orders-accepted');

  await test.step('the operator breaks it, and the shop goes on selling', async () => {
    await estatePage.open();
    await estatePage.break('sap', 'Outage');
    await estatePage.sell(SOLD);
    await overview.open();
    await expect(overview.system('sap')).toHaveAccessibleName(
      /^System SAP S\/4HANA, (Misbehaving|Held back), \d+ steps? waits?$/,
    );
    await expect(overview.system('sap')).toHaveClass(/text-failed/);
    await expect(overview.flow('order-to-cash')).toContainText(`Waiting: ${SOLD}`);
    await expect(page.getByText('Nobody has to step in')).toBeVisible();
  });

  await test.step('it is mended, and what waited goes through before their eyes', async () => {
    await estatePage.open();
    await estatePage.heal('sap');
    await overview.open();
    await then.system('sap').hasExactly(SOLD, 'salesOrders');
    await expect(overview.system('sap')).toHaveAccessibleName('System SAP S/4HANA');
  });

  await test.step('what was sold is delivered and billed, and all systems count the same', async () => {
    await system.pass(60_000);
    const orders = await system('shopify').rows('orders');
    const names = orders.map(({ name }) => String(name));
    for (const name of names) await then.case('order', name).toStand('fulfilled');
    const booked = await then.system('sap').hasExactly(SOLD, 'salesOrders');
    expect(booked.map((one) => String(one.PurchaseOrderByCustomer)).toSorted()).toEqual(names.toSorted());
    const inCrm = await then.system('salesforce').hasExactly(SOLD, 'records', ({ type }) => type === 'Order');
    expect(inCrm.map((one) => one.CustomerStatus__c)).toEqual(names.map(() => 'shipped'));
    // Each group of an order went to one who sends it, once.
    const shipments = (await system('wms').rows('shipments')).map(({ orderRef }) => String(orderRef));
    const supplied = (await system('dropship').rows('purchaseOrders')).map((one) => String(one.purchaseOrderNumber));
    const groups = [...shipments, ...supplied];
    expect(new Set(groups).size).toBe(groups.length);
    expect([...new Set(groups.map((group) => group.split('/')[0]))].toSorted()).toEqual(names.toSorted());
    await then.exceptions(0);
  });

  await test.step('the board of today tells the same, and each number opens its list', async () => {
    await page.goto('/dash');
    await expect(page).toHaveURL(/\/dash\/today$/);
    await expect(boards.number('Orders')).toContainText(String(SOLD), { timeout: 20_000 });
    const states = boards.picture('What became of orders');
    await expect(states.getByRole('link', { name: `Received: ${SOLD}` })).toBeVisible();
    const latency = boards.picture('Order to ERP');
    await expect((await boards.asTable('Order to ERP')).getByRole('row').nth(1)).toContainText(/\d (ms|s|min)/);
    await latency.getByRole('button', { name: 'Show the picture' }).click();
    const download = page.waitForEvent('download');
    await latency.getByRole('button', { name: 'Save as PNG' }).click();
    expect((await download).suggestedFilename()).toMatch(/^order-to-erp-.*\.png$/);
    // A part of the time is chosen by keys, and is in the address.
    await latency.getByRole('group').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=.*&to=/);
    await page.getByRole('button', { name: 'Back to the last 24 hours' }).click();
    await boards.show('Systems');
    await expect(boards.picture('When systems were left alone')).toContainText(/Demo S\/4HANA1 × for/);
    await boards.show('Today');
    await boards.number('Orders').getByRole('link').click();
    await expect(page).toHaveURL(/\/cases\?kind=order/);
    await overview.open();
    await expect(overview.flow('order-to-cash')).toContainText(`Done: ${SOLD}`);
  });
});
