import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

test('a word is found everywhere in a flow and replaced in one step of undo', async ({
  canvas,
  inspector,
  page,
  runtime,
}) => {
  await importFlow(runtime.url, smallFlow('reworded'));
  await canvas.open('reworded');
  await expect(canvas.node('say')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+f');
  const bar = page.getByRole('search', { name: 'Find in the flow' });
  await bar.getByRole('textbox', { name: 'Find' }).fill('input');
  await expect(bar.getByRole('status')).toContainText('1 of 2');
  await bar.getByRole('textbox', { name: 'Replace by' }).fill('order');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(page.getByText('2 replaced, as one step of undo')).toBeVisible();
  await bar.getByRole('button', { name: 'Close' }).click();
  await canvas.select('shape');
  await expect(inspector.panel).toContainText('return order');
  await canvas.undo(/^Undo: replace 2 matches/);
  await expect(inspector.panel).toContainText('return input');
});

test('steps are set on one line, with equal gaps', async ({ canvas, page, runtime }) => {
  const flow = smallFlow('aligned');
  const nodes = { start: { x: 0, y: 40 }, shape: { x: 340, y: 160 }, say: { x: 560, y: 90 } };
  await importFlow(runtime.url, { ...flow, layout: { ...flow.layout, nodes } });
  await canvas.open('aligned');
  // The drawing stands a moment before it listens to keys.
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+a');
    await expect(page.getByRole('heading', { name: '3 steps selected' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Align upper edges' }).click();
  await page.getByRole('button', { name: 'Equal gaps across' }).click();
  const boxes = async () => {
    const all = await Promise.all(['start', 'shape', 'say'].map((id) => canvas.node(id).boundingBox()));
    return all.map((box) => ({ x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) }));
  };
  await expect.poll(async () => new Set((await boxes()).map(({ y }) => y)).size).toBe(1);
  const gaps = async () => {
    const [a, b, c] = await boxes();
    return Math.abs((b?.x ?? 0) - (a?.x ?? 0) - ((c?.x ?? 0) - (b?.x ?? 0)));
  };
  await expect.poll(gaps).toBeLessThanOrEqual(1);
});

test('steps become a sub-flow of their own, and come back in its place', async ({ canvas, page, runtime }) => {
  await importFlow(runtime.url, smallFlow('whole'));
  await canvas.open('whole');
  await canvas.select('shape');
  await canvas.selectAlso('say');
  await page.getByRole('button', { name: 'Extract to a sub-flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Extract to a sub-flow' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Shape and say');
  await dialog.getByRole('button', { name: 'Extract' }).click();
  await expect(page.getByText('“Shape and say” is a flow of its own')).toBeVisible();
  await expect(canvas.nodes()).toHaveCount(2);
  await canvas.saved();
  const made = await (await page.request.get('/api/flows/shape-and-say/draft')).json();
  expect(made.flow.nodes.map(({ name }: { readonly name: string }) => name)).toEqual(
    expect.arrayContaining(['Shape', 'Say it']),
  );

  await page.keyboard.press('Shift+Alt+X');
  await expect(canvas.nodes()).toHaveCount(3);
  await expect(canvas.nodes().filter({ hasText: 'Say it' })).toHaveCount(1);
  await expect(canvas.edges()).toHaveCount(2);
});

const N8N = {
  nodes: [
    { name: 'Hook', type: 'n8n-nodes-base.webhook', position: [0, 0], parameters: { path: 'orders' } },
    { name: 'Strange', type: 'n8n-nodes-base.slack', position: [300, 0], parameters: {} },
  ],
  connections: { Hook: { main: [[{ node: 'Strange', type: 'main', index: 0 }]] } },
};
const NODE_RED = [
  { id: 'a', z: 't', type: 'inject', name: 'Every day', x: 100, y: 100, wires: [['b']] },
  { id: 'b', z: 't', type: 'debug', name: 'Show it', x: 300, y: 100, wires: [] },
];
const OPERATION = {
  openapi: '3.1.0',
  servers: [{ url: 'https://api.example.com/v2/' }],
  paths: { '/orders': { get: { operationId: 'listOrders', summary: 'List orders', responses: { 200: {} } } } },
};

/** An interface of 40 paths in YAML: more operations than anybody wants at once. */
const LARGE_API = [
  'openapi: 3.1.0',
  'info: { title: Shop API, version: "1" }',
  'servers: [{ url: https://api.example.com/v2 }]',
  'paths:',
  ...Array.from(
    { length: 40 },
    (_, at) => `  /things/${at}: { get: { summary: Read thing ${at}, responses: { 200: {} } } }`,
  ),
].join('\n');

test('steps of n8n and Node-RED, a curl command and an OpenAPI operation are pasted', async ({
  canvas,
  context,
  page,
  runtime,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await importFlow(runtime.url, smallFlow('pasted'));
  await canvas.open('pasted');
  await paste(page, JSON.stringify(N8N));
  await expect(page.getByRole('heading', { name: 'Pasted from n8n' })).toBeVisible();
  await expect(canvas.nodes().filter({ hasText: 'Strange' })).toHaveCount(1);
  await paste(page, JSON.stringify(NODE_RED));
  await expect(page.getByRole('heading', { name: 'Pasted from Node-RED' })).toBeVisible();
  await expect(canvas.nodes().filter({ hasText: 'Show it' })).toHaveCount(1);
  await paste(page, `curl -X PUT 'https://api.example.com/v1/orders/7' -d '{"status":"paid"}'`);
  await expect(canvas.nodes().filter({ hasText: 'PUT /v1/orders/7' })).toHaveCount(1);
  await paste(page, JSON.stringify(OPERATION));
  await expect(canvas.nodes().filter({ hasText: 'List orders' })).toHaveCount(1);
  await expect(canvas.nodes()).toHaveCount(9);
  await paste(page, LARGE_API);
  const choice = page.getByRole('dialog', { name: 'Choose operations' });
  await expect(choice).toContainText('“Shop API” describes 40 operations');
  await choice.getByRole('searchbox').fill('thing 3');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await choice.getByRole('searchbox').fill('things/2');
  await choice.getByText('All 11 found').click();
  await choice.getByRole('checkbox', { name: 'GET /things/20' }).click();
  await page.keyboard.press('Enter');
  await expect(choice).toBeHidden();
  await expect(page.getByText('11 requests')).toBeVisible();
  await paste(page, 'good morning');
  await expect(page.getByText('Nothing to paste')).toBeVisible();
  await canvas.saved();
});

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press('ControlOrMeta+v');
}

test('a workflow of n8n is imported with a report of each of its nodes', async ({ canvas, page }) => {
  await page.goto('/flows');
  const file = { name: 'notify.json', mimeType: 'application/json' };
  const workflow = JSON.stringify({ name: 'Notify the desk', ...N8N });
  await page.getByLabel('Flow file').setInputFiles({ ...file, buffer: Buffer.from(workflow) });
  const dialog = page.getByRole('dialog', { name: 'Import from n8n' });
  const report = dialog.getByRole('region', { name: 'What became of each node' });
  await expect(report.getByRole('listitem')).toHaveCount(2);
  await report.getByRole('button', { name: /To do/ }).click();
  await expect(report.getByRole('listitem')).toHaveCount(1);
  await expect(report.getByRole('listitem')).toContainText('Strange');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(page).toHaveURL(/\/flows\/notify-the-desk/);
  await expect(canvas.nodes()).toHaveCount(2);
});
