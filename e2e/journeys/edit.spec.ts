import type { FlowDraft } from '@lockstep/schema/api';
import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

test('every gesture is undone and done again', async ({ canvas, flows, page }) => {
  await flows.create('Gestures', 'gestures');
  await canvas.add('manual', 'manual', { x: 200, y: 200 });
  await canvas.add('log', 'log', { x: 560, y: 200 });
  await canvas.connect('manual', 'out', 'log');
  const before = await canvas.node('log').boundingBox();
  await canvas.move('log', { x: 0, y: 160 });
  await expect.poll(async () => (await canvas.node('log').boundingBox())?.y).toBeGreaterThan((before?.y ?? 0) + 100);
  const after = await canvas.node('log').boundingBox();
  await canvas.select('manual');
  await page.keyboard.press('Delete');
  await expect(canvas.node('manual')).toHaveCount(0);

  await canvas.undo(/^Undo: delete “Manual start”/);
  await expect(canvas.edge('manual', 'out', 'log')).toBeAttached();
  await canvas.undo(/^Undo: move “Log”/i);
  await expect.poll(() => canvas.node('log').boundingBox()).toEqual(before);
  await canvas.undo(/^Undo: connect|^Undo: join|^Undo: add edge/i);
  await expect(canvas.edges()).toHaveCount(0);
  await canvas.undo(/^Undo: add “Log”/);
  await canvas.undo(/^Undo: add “Manual start”/);
  await expect(canvas.nodes()).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Nothing to undo' })).toBeVisible();

  for (let count = 0; count < 4; count += 1) await canvas.redo();
  await expect(canvas.edge('manual', 'out', 'log')).toBeAttached();
  await expect.poll(() => canvas.node('log').boundingBox()).toEqual(after);
  await canvas.redo(/^Redo: delete “Manual start”/);
  await expect(canvas.nodes()).toHaveCount(1);
});

test('steps are copied, pasted with new ids, chosen with a frame and deleted together', async ({
  canvas,
  page,
  runtime,
}) => {
  await importFlow(runtime.url, smallFlow('copies'));
  await canvas.open('copies');
  await canvas.select('shape');
  await canvas.selectAlso('say');
  await expect(page.getByRole('heading', { name: '2 steps selected' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+c');
  await canvas.selectNothing();
  await page.mouse.move(500, 650);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(canvas.edge('shape-2', 'out', 'say-2')).toBeAttached();
  await expect.poll(() => canvas.nodeIds()).toEqual(['say', 'say-2', 'shape', 'shape-2', 'start']);

  await canvas.selectNothing();
  await canvas.frame({ x: 5, y: 5 }, { x: 750, y: 780 });
  await expect(page.getByRole('heading', { name: '5 steps selected' })).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(canvas.nodes()).toHaveCount(0);
  await canvas.undo(/^Undo: delete 5 steps/);
  await expect(canvas.nodes()).toHaveCount(5);
  await expect(canvas.edges()).toHaveCount(3);
});

test('a reload keeps the draft', async ({ canvas, inspector, page, runtime }) => {
  await importFlow(runtime.url, smallFlow('reloaded'));
  await canvas.open('reloaded');
  await canvas.select('say');
  await inspector.rename('Say it loudly');
  await inspector.fill('/message', 'It is done.');
  await canvas.add('fail', 'fail', { x: 300, y: 500 });
  await canvas.connect('shape', 'error', 'fail');
  await canvas.saved();
  await page.reload();
  await canvas.saved();
  await expect(canvas.edge('shape', 'error', 'fail')).toBeAttached();
  await canvas.select('say');
  await expect(inspector.field('/message').getByRole('textbox')).toHaveValue('It is done.');
  await expect(canvas.node('say')).toContainText('Say it loudly');
});

test('versions are published, seen, restored and published again', async ({ canvas, page, runtime, versions }) => {
  await importFlow(runtime.url, smallFlow('versioned'));
  await canvas.open('versioned');
  await versions.publish(1, 'The first one');
  await canvas.add('log', 'log', { x: 300, y: 500 });
  await canvas.connect('say', 'out', 'log');
  await canvas.select('log');
  await page.getByRole('textbox', { name: 'Message' }).fill('One more line.');
  await expect(page.getByText('Changed since v1')).toBeVisible();
  await versions.publish(2, 'Says more');

  await versions.open();
  await versions.restore(1);
  await expect(canvas.nodes()).toHaveCount(3);
  await versions.close();
  await versions.publish(3, 'Back to the first one');
  await versions.open();
  await expect(versions.item(3)).toContainText('Back to the first one');
  await expect(versions.item(3)).toContainText('live');
  await expect(versions.item(2)).toContainText('Says more');
  await expect(versions.item(1)).toContainText('The first one');
});

test.describe('somebody saves from outside', () => {
  test.use({ expectedErrors: [/status of 412/] });

  test('the person at the canvas chooses between both drafts, and sees them over each other', async ({
    canvas,
    page,
    runtime,
  }) => {
    await importFlow(runtime.url, smallFlow('contested'));
    await canvas.open('contested');
    const address = `${runtime.url}/api/flows/contested/draft`;
    /** As the command line does: by the revision, without a page. */
    const saveOutside = async (id: string) => {
      const { flow, revision } = (await (await page.request.get(address)).json()) as FlowDraft;
      const node = { id, type: 'log', version: 1, name: id, params: { message: 'seen' }, policy: {} };
      const data = { flow: { ...flow, nodes: [...flow.nodes, node] }, basedOn: revision };
      expect((await page.request.put(address, { data })).ok()).toBe(true);
    };
    const dialog = page.getByRole('dialog', { name: 'Somebody saved this draft in between' });

    await saveOutside('outside');
    await canvas.add('log', 'log', { x: 300, y: 500 });
    await expect(dialog.getByRole('list', { name: 'Differences' })).toContainText('outside');
    await expect(dialog.getByTestId('node:outside')).toHaveAttribute('data-diff', 'removed');
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    await expect(dialog).toBeHidden();
    await expect(canvas.node('outside')).toBeVisible();
    await expect(canvas.node('log')).toHaveCount(0);

    await saveOutside('later');
    await canvas.add('filter', 'filter', { x: 560, y: 600 });
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await canvas.saved();
    await page.reload();
    await expect(canvas.node('filter')).toBeVisible();
    await expect(canvas.node('later')).toHaveCount(0);
  });
});
