import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

const BROKEN = `export default function map(input) {
  const lines = input.lines;
  return { lines: lines.map((line => line.sku) };
}
`;
const THROWS = `type Line = { sku?: string };

export default function map(input: { lines: Line[] }) {
  const skus = input.lines.map((line) => {
    return line.sku!.toLowerCase();
  });
  return { skus };
}
`;
const GOOD = THROWS.replace('line.sku!.toLowerCase()', "(line.sku ?? 'none').toLowerCase()");

test('a script error is shown at its line, and keeps the flow from being published', async ({
  canvas,
  inspector,
  page,
  runtime,
}) => {
  await importFlow(runtime.url, smallFlow('broken-script'));
  await canvas.open('broken-script');
  await canvas.select('shape');
  await inspector.type('/script', BROKEN);
  const editor = inspector.field('/script');
  await expect(editor.locator('.cm-line').nth(2).locator('.cm-lintRange-error')).toBeAttached();
  await expect(editor.locator('.cm-lint-marker-error')).toBeVisible();

  await page.getByRole('button', { name: 'Problems: 1 error' }).click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems.getByRole('button', { name: /Shape.*line 3/ })).toBeVisible();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish version 1' });
  await expect(dialog).toContainText('One error prevents publishing.');
  await expect(dialog.getByRole('button', { name: 'Publish version 1' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await inspector.type('/script', GOOD);
  await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible();
  await expect(editor.locator('.cm-lintRange-error')).toHaveCount(0);
});

test('a test run that fails points at the line of its author; mended, the message travels', async ({
  canvas,
  inspector,
  page,
  run,
  runtime,
}) => {
  await importFlow(runtime.url, smallFlow('throwing-script', THROWS));
  await canvas.open('throwing-script');
  const bar = page.getByRole('region', { name: 'Test run' });

  await page.getByRole('button', { name: 'Test run', exact: true }).click();
  await page.getByRole('dialog', { name: 'Test run' }).getByRole('button', { name: 'Run', exact: true }).click();
  await run.expectSteps({ start: 'succeeded', shape: 'failed', say: 'pending' });
  await expect(bar.getByRole('status')).toContainText('Exception');
  await bar.getByRole('link', { name: 'Open run' }).click();
  await expect(page.getByRole('region', { name: 'Failure' })).toContainText('line 5, column');

  await canvas.open('throwing-script');
  await canvas.select('shape');
  await inspector.type('/script', GOOD);
  await canvas.saved();
  await canvas.selectNothing();
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('dialog', { name: 'Test run' }).getByRole('button', { name: 'Run', exact: true }).click();
  await run.expectSteps({ start: 'succeeded', shape: 'succeeded', say: 'succeeded' });
  await expect(bar.getByRole('status')).toContainText('Done');
});
