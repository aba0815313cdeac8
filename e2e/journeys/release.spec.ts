import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

test('a flow that asks for a review is published once another person has approved it', async ({
  browser,
  canvas,
  context,
  page,
  runtime,
  versions,
}) => {
  await importFlow(runtime.url, { ...smallFlow('reviewed'), settings: { review: 'required' } });
  await context.addInitScript(() => localStorage.setItem('lockstep.person', 'Ann'));
  await canvas.open('reviewed');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish version 1' });
  await dialog.getByRole('textbox', { name: 'Message' }).fill('The first version, please look');
  await dialog.getByRole('button', { name: 'Ask for a review' }).click();
  const asked = page.getByRole('region', { name: 'Reviews' });
  await expect(asked).toContainText('You asked for it as Ann: another person decides.');

  const other = await browser.newContext({ baseURL: runtime.url });
  await other.addInitScript(() => localStorage.setItem('lockstep.person', 'Ben'));
  const bens = await other.newPage();
  await bens.goto('/flows/reviewed?panel=review');
  const panel = bens.getByRole('region', { name: 'Reviews' });
  await panel.getByRole('textbox', { name: 'Remark on the whole' }).fill('Is the log enough?');
  await panel.getByRole('button', { name: 'Remark', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await panel.getByRole('button', { name: 'Resolve' }).click();
  await panel.getByRole('button', { name: 'Approve' }).click();
  await expect(panel.getByTestId('review:open')).toHaveCount(0);
  await other.close();

  await canvas.open('reviewed');
  await versions.publish(1, 'Approved by Ben');
});

test('a bad version is rolled back in one click, and changes of the draft are discarded', async ({
  canvas,
  page,
  runtime,
  versions,
}) => {
  const flow = smallFlow('rolled-back');
  await importFlow(runtime.url, flow);
  const publish = (nodes: typeof flow.nodes, basedOn: number) =>
    page.request.post(`${runtime.url}/api/flows/rolled-back/versions`, {
      data: { flow: { ...flow, nodes }, basedOn, note: `After ${basedOn}` },
    });
  const worse = flow.nodes.map((node) =>
    node.id === 'say' ? { ...node, params: { level: 'info', message: 'Oops.' } } : node,
  );
  expect((await publish(flow.nodes, 0)).ok()).toBe(true);
  expect((await publish(worse, 1)).ok()).toBe(true);

  await canvas.open('rolled-back');
  await versions.open();
  await versions.rollBack(1, 3);
  const live = await (await page.request.get('/api/flows/rolled-back/versions/3')).json();
  expect(live.flow.nodes).toEqual(flow.nodes);

  await versions.close();
  await canvas.add('log', 'log', { x: 300, y: 500 });
  await canvas.saved();
  await versions.open();
  await versions.discardChanges(3);
  await expect(canvas.node('log')).toHaveCount(0);
  await canvas.undo(/^Undo: discard the draft/);
  await expect(canvas.node('log')).toBeVisible();
});
