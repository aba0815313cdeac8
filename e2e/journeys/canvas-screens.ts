import { expect, type Page } from '@playwright/test';
import { CanvasPage } from '../pages/canvas.ts';
import type { Screen } from './screens.ts';
import { smallFlow } from './small-flow.ts';

/** An interface of more operations than anybody wants at once. */
const LARGE_API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Shop API', version: '1' },
  servers: [{ url: 'https://api.example.com/v2' }],
  paths: Object.fromEntries(
    ['orders', 'products', 'customers', 'refunds', 'locations', 'draft-orders'].flatMap((name) => [
      [`/${name}`, { get: operation(`List ${name}`), post: operation(`Create one of ${name}`) }],
      [
        `/${name}/{id}`,
        {
          get: operation(`Read one of ${name}`),
          put: operation(`Change one of ${name}`),
          delete: operation(`Delete one of ${name}`),
          patch: operation(`Change fields of one of ${name}`),
        },
      ],
    ]),
  ),
});

function operation(summary: string): object {
  return { summary, responses: { 200: { description: 'Done' } } };
}

/** What the drawing board shows beside the drawing. */
export const CANVAS_SCREENS: readonly Screen[] = [
  {
    name: 'outline',
    caption:
      'Outline: the drawing as a tree of words, with its groups; whatever the canvas can do is done here by keys.',
    open: async (page) => {
      await drawn(page, 'outline-picture');
      await page.getByRole('tab', { name: 'Outline' }).click();
      await page.getByRole('treeitem', { name: /^Group Shaping/ }).click();
      await expect(page.getByRole('treeitem', { name: /^Shape/ })).toHaveAttribute('aria-level', '3');
    },
  },
  {
    name: 'choose-operations',
    caption: 'A pasted OpenAPI document of many operations: the wanted ones are found, chosen and become requests.',
    narrow: true,
    open: async (page) => {
      await drawn(page, 'operations-picture');
      await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, LARGE_API);
      const dialog = page.getByRole('dialog', { name: 'Choose operations' });
      await dialog.getByRole('searchbox').fill('orders');
      await dialog.getByRole('checkbox').nth(1).click();
      await expect(dialog).toContainText('Shop API');
    },
  },
];

/** A small flow with a group in a group; made once, opened anew. */
async function drawn(page: Page, id: string): Promise<void> {
  await page.goto('/flows');
  const flow = smallFlow(id);
  const groups = [
    { id: 'take-in', name: 'Take in', nodes: ['start'], colour: 'blue' },
    { id: 'shaping', name: 'Shaping', nodes: ['shape'], parent: 'take-in', colour: 'violet' },
  ];
  await page.request.post('/api/flows', { data: { flow: { ...flow, layout: { ...flow.layout, groups } } } });
  await new CanvasPage(page).open(id);
}
