import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

const FLOW = 'in-groups';

test('an analyst groups steps within groups, moves them in and out by pointer and by keys, and folds what is settled', async ({
  canvas,
  page,
  runtime,
}) => {
  const { keyboard } = page;
  const group = (name: string | RegExp) => page.getByRole('treeitem', { name });
  const level = (name: string | RegExp) => group(name).getAttribute('aria-level');

  await test.step('two steps become a group, and get a name', async () => {
    await importFlow(runtime.url, smallFlow(FLOW));
    await canvas.open(FLOW);
    await page.getByRole('tab', { name: 'Outline' }).click();
    await canvas.node('start').click();
    await canvas.node('shape').click({ modifiers: ['Shift'] });
    await keyboard.press('Control+g');
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Take in');
    await keyboard.press('Enter');
    await expect(group('Group Take in, 2 steps')).toHaveAttribute('aria-expanded', 'true');
    expect(await level('Shape')).toBe('2');
  });

  await test.step('one of them becomes a group in that group', async () => {
    await canvas.selectNothing();
    await canvas.node('shape').click();
    await keyboard.press('Control+g');
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Shaping');
    await keyboard.press('Enter');
    await expect(group('Group Shaping, 1 step')).toHaveAttribute('aria-level', '2');
  });

  await test.step('a step is dragged in: the group it would join shows it', async () => {
    const to = await page.getByTestId('group:group').boundingBox();
    const from = await canvas.node('say').boundingBox();
    if (to === null || from === null) throw new Error('The group and the step are drawn.');
    await canvas.selectNothing();
    await page.mouse.move(from.x + from.width / 2, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(to.x + 30 + from.width / 2, to.y + to.height - 10, { steps: 8 });
    await expect(page.getByTestId('group:group')).toHaveAttribute('data-target', 'true');
    await page.mouse.up();
    await expect(page.getByTestId('group:group')).not.toHaveAttribute('data-target', 'true');
    await expect(group('Group Take in, 3 steps')).toBeVisible();
    await canvas.undo(/into “Take in”/);
    await expect(group('Group Take in, 2 steps')).toBeVisible();
  });

  await test.step('the same by keys alone: in with Alt and the right arrow, out with Alt and the left', async () => {
    await group('Say it').click();
    await keyboard.press('Alt+ArrowRight');
    await expect(group('Group Take in, 3 steps')).toBeVisible();
    await expect(group(/^Say it/)).toBeFocused();
    await keyboard.press('Alt+ArrowLeft');
    await expect(group('Group Take in, 2 steps')).toBeVisible();
    expect(await level(/^Say it/)).toBe('1');
  });

  await test.step('a group folds into one card, and is dissolved with its steps left where they were', async () => {
    await group('Group Take in, 2 steps').click();
    await keyboard.press('Alt+g');
    await expect(canvas.node('shape')).toBeHidden();
    await keyboard.press('Alt+g');
    await expect(canvas.node('shape')).toBeVisible();
    await keyboard.press('Control+Shift+g');
    await expect(group(/^Group Take in/)).toHaveCount(0);
    await expect(group('Group Shaping, 1 step')).toHaveAttribute('aria-level', '1');
    await canvas.saved();
  });
});
