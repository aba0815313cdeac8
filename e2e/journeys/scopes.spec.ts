import { expect, test } from './fixtures.ts';

const FLOW = 'lines-drawn';
const LINES = [{ sku: 'mug-blue' }, { quantity: 2 }, { sku: 'cap-red' }];

test('an analyst draws a for-each over order lines, and sees how each of them went through it', async ({
  canvas,
  flows,
  inspector,
  page,
  run,
  versions,
}) => {
  const { keyboard } = page;
  const quickAdd = async (search: string, id: string) => {
    await expect(page.getByRole('combobox', { name: 'Search steps' })).toBeFocused();
    await keyboard.type(search);
    await keyboard.press('Enter');
    await expect(canvas.node(id)).toBeVisible();
  };

  await test.step('draw the scope, and a step in its frame', async () => {
    await flows.create('Lines, drawn', FLOW);
    await keyboard.press('n');
    await quickAdd('manual', 'manual');
    await keyboard.press('n');
    await quickAdd('for each', 'for-each');
    await inspector.choose('/onError', 'List it, and go on with the others');
    await page.getByTestId('frame-add:for-each').click();
    await quickAdd('log', 'log');
    await expect(canvas.edge('for-each', 'each', 'log')).toBeAttached();
    await inspector.compute('/message', 'input.sku.toUpperCase()');
  });

  await test.step('every gesture in the frame is undone and done again', async () => {
    await canvas.selectNothing();
    await canvas.node('log').click();
    await keyboard.press('u');
    await expect(canvas.edge('for-each', 'each', 'log')).not.toBeAttached();
    await expect(page.getByTestId('frame-add:for-each')).toBeVisible();
    await canvas.undo(/take “Log” out/);
    await expect(canvas.edge('for-each', 'each', 'log')).toBeAttached();
    await canvas.move('for-each', { x: 0, y: -60 });
    await expect(canvas.edge('for-each', 'each', 'log')).toBeAttached();
  });

  await test.step('the frame folds into one card, opens for a step in it, and unfolds', async () => {
    const frame = page.getByTestId('frame:for-each');
    await canvas.selectNothing();
    await page.getByRole('button', { name: 'Fold the steps inside “For each” away' }).click();
    await expect(frame).toContainText('1 step inside');
    await expect(canvas.node('log')).toBeHidden();
    await expect(canvas.edge('for-each', 'each', 'log')).toBeAttached();
    await page.getByRole('tab', { name: 'Outline' }).click();
    await page.getByRole('treeitem', { name: 'Log' }).click();
    await expect(canvas.node('log')).toBeVisible();
    await canvas.selectNothing();
    await expect(canvas.node('log')).toBeHidden();
    await canvas.node('for-each').click();
    await keyboard.press('Alt+g');
    await expect(canvas.node('log')).toBeVisible();
  });

  await test.step('the outline says what lies inside', async () => {
    await page.getByRole('tab', { name: 'Outline' }).click();
    await expect(page.getByRole('treeitem', { name: 'Log' })).toHaveAttribute('aria-level', '2');
    await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible();
    await canvas.saved();
  });

  await test.step('publish it, and send it three lines, one of which is wrong', async () => {
    await versions.publish(1, 'Drawn');
    const started = await page.request.post(`/api/flows/${FLOW}/runs`, { data: { message: LINES } });
    const { runId } = (await started.json()) as { readonly runId: string };
    await run.open(runId);
    await expect(run.status()).toHaveText('Done');
  });

  await test.step('the line that failed is shown first, another one when it is picked', async () => {
    await expect(page.getByTestId('frame:for-each')).toContainText('3 items, 1 failed');
    await run.expectSteps({ 'for-each': 'succeeded', log: 'failed' });
    await run.stepRow('for-each').click();
    await expect(page.getByTestId('item-row:1')).toHaveAttribute('data-status', 'failed');
    await page.getByTestId('item-row:2').click();
    await run.expectSteps({ log: 'succeeded' });
    await expect(page.getByTestId('frame:for-each')).toContainText('item 3 shown');
    await run.stepRow('log').click();
    await expect(page.getByRole('region', { name: 'Step Log' })).toContainText('cap-red');
  });
});
