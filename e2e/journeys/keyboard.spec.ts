import { expect, test } from './fixtures.ts';

test('a flow is made, drawn, filled in and started by keyboard alone', async ({ canvas, page, run }) => {
  const { keyboard } = page;
  const tabTo = async (what: ReturnType<typeof page.getByRole>) => {
    for (let count = 0; count < 60; count += 1) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    throw new Error('Sixty times Tab did not lead there.');
  };
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
  await keyboard.type('flows');
  await keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Flows' })).toBeVisible();
  await tabTo(page.getByRole('button', { name: 'New flow' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused();
  await keyboard.type('By keyboard');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/flows\/by-keyboard/);

  await canvas.saved();
  await keyboard.press('n');
  await expect(page.getByRole('combobox', { name: 'Search steps' })).toBeFocused();
  await keyboard.type('manual');
  await keyboard.press('Enter');
  await expect(canvas.node('manual')).toBeVisible();
  await expect(page.locator('.react-flow__node[data-id="manual"]')).toBeFocused();
  await keyboard.press('n');
  await keyboard.type('log');
  await keyboard.press('Enter');
  await expect(canvas.edge('manual', 'out', 'log')).toBeAttached();
  await expect(page.locator('.react-flow__node[data-id="log"]')).toBeFocused();

  await keyboard.press('Enter');
  const stepView = page.getByTestId('step-view');
  await tabTo(stepView.locator('[data-field="/message"]').getByRole('textbox'));
  await keyboard.type('Drawn without a mouse.');
  await tabTo(stepView.getByRole('button', { name: 'Close the step view' }));
  await keyboard.press('Enter');
  await expect(stepView).toBeHidden();
  await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible();
  await keyboard.press('ControlOrMeta+Enter');
  await tabTo(page.getByRole('dialog', { name: 'Test run' }).getByRole('button', { name: 'Run', exact: true }));
  await keyboard.press('Enter');
  await run.expectSteps({ manual: 'succeeded', log: 'succeeded' });
  await expect(page.getByRole('region', { name: 'Test run' }).getByRole('status')).toContainText('Done');
});
