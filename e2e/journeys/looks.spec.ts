import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { CanvasPage } from '../pages/canvas.ts';
import { CasePage } from '../pages/cases.ts';
import { showBoards } from './board-data.ts';
import { expect, test } from './fixtures.ts';
import { NOW, steadyAnswers } from './steady-answers.ts';

/** Pixels that may differ: fewer than the least chip of a card has, more than a rounding of the rasteriser makes. */
const TOLERATED_PIXELS = 60;
const DRAWN_WITH = fileURLToPath(new URL('../looks/drawn-with.json', import.meta.url));
const DrawnWith = z.object({ browser: z.string(), text: z.string() });

interface Look {
  readonly name: string;
  readonly open: (page: Page, run: string) => Promise<void>;
  /** What of the page is in the picture. What grows with every new step type or sample is not. */
  readonly part: (page: Page) => Locator;
  /** Also in the dark. */
  readonly dark?: true;
}

const canvas = (page: Page) => page.locator('.react-flow');
const screen = (page: Page) => page.getByRole('main');

const LOOKS: readonly Look[] = [
  {
    name: 'canvas-near',
    open: async (page) => {
      await new CanvasPage(page).open('order-to-erp?node=sap-order');
      await expect(page.getByTestId('node:sap-order')).toBeVisible();
    },
    part: canvas,
    dark: true,
  },
  { name: 'canvas-middle', open: (page) => new CanvasPage(page).zoomOut(3), part: canvas },
  { name: 'canvas-far', open: (page) => new CanvasPage(page).fit(), part: canvas, dark: true },
  {
    name: 'step',
    open: async (page) => {
      await page.goto('/flows/order-to-erp?node=sap-order&view=step');
      await expect(page.getByTestId('live-value').first()).toBeVisible();
    },
    part: (page) => page.getByTestId('step-view'),
    dark: true,
  },
  {
    name: 'run',
    open: async (page, run) => {
      await page.goto(`/runs/${run}?node=sap-order`);
      await expect(page.getByTestId('step-status:sap-order')).toHaveAttribute('data-status', 'succeeded');
    },
    part: screen,
    dark: true,
  },
  {
    name: 'operate',
    open: async (page) => {
      await page.goto('/flows/order-to-erp?mode=operate');
      const row = page
        .getByRole('table', { name: 'What the steps did' })
        .getByRole('row', { name: /^Create sales order/ });
      await expect(row.getByRole('cell').nth(1)).toHaveText('1', { timeout: 30_000 });
    },
    part: screen,
    dark: true,
  },
  {
    name: 'overview',
    open: async (page) => {
      await page.goto('/');
      await expect(page.getByRole('table', { name: 'Recent runs' })).toBeVisible();
      await expect(page.getByText('Healthy').first()).toBeVisible();
    },
    part: screen,
    dark: true,
  },
  {
    name: 'board',
    open: async (page) => {
      await showBoards(page);
      await page.goto('/dash/today');
      await expect(page.getByRole('figure', { name: 'Exceptions by cause' })).toBeVisible();
    },
    part: screen,
    dark: true,
  },
  {
    name: 'flows',
    open: async (page) => {
      await page.goto('/flows');
      await page.getByRole('searchbox', { name: 'Search flows' }).fill('Order to ERP');
      await expect(page.getByTestId('flow-row:order-to-erp')).toBeVisible();
    },
    part: (page) => page.getByRole('table', { name: 'Flows' }),
  },
  // The last one: what it sends must not be counted in the pictures above.
  {
    name: 'case',
    open: async (page) => {
      await orderInTwoParts(page);
      const found = new CasePage(page);
      await found.open('order', 'L-9801');
      await expect(found.facts().getByText('Partially fulfilled')).toBeVisible();
      await expect(found.story().getByText('Fulfilment updates: done')).toHaveCount(2);
    },
    part: screen,
    dark: true,
  },
];

/** An order that one source has sent and the other one is late with. */
async function orderInTwoParts(page: Page): Promise<void> {
  const order = 'L-9801';
  const lines = [
    { id: '1', sku: 'MUG-BLUE', quantity: 2, source: 'BER-1' },
    { id: '2', sku: 'LAMP-OAK', quantity: 1, source: 'Lumen' },
  ];
  const tell = async (path: string, data: object) => {
    const answer = await page.request.post(`/hooks/orders/${path}`, { data });
    expect(answer.status()).toBe(202);
  };
  await tell('placed', { number: order, customer: 'Ada Byron', lines });
  await new CasePage(page).open('order', order);
  const story = new CasePage(page).story();
  await expect(story.getByText('Order promises: done')).toBeVisible();
  await tell('updates', { order, sender: 'BER-1', status: 'DISPATCHED', at: '2026-11-20T08:05:00Z' });
  // One run after the other: who is heard first stands first in the story.
  await expect(story.getByText('Fulfilment updates: done')).toBeVisible();
  await tell('updates', { order, sender: 'Lumen', status: 'delayed', at: '2026-11-20T08:06:00Z' });
}

test.use({ viewport: { width: 1200, height: 760 }, alone: 'looks' });

test('the screens people live in look as they did', async ({ browser, estate, page }, { config }) => {
  const renews = config.updateSnapshots === 'all' || config.updateSnapshots === 'changed';
  if (renews) test.setTimeout(600_000);
  const here = { browser: browser.version(), text: await textOf(browser) };
  if (renews) writeFileSync(DRAWN_WITH, `${JSON.stringify(here, undefined, 2)}\n`);
  const there = existsSync(DRAWN_WITH) ? DrawnWith.parse(JSON.parse(readFileSync(DRAWN_WITH, 'utf8'))) : here;
  test.skip(
    there.text !== here.text,
    `Chromium ${here.browser} draws text otherwise on this machine than Chromium ${there.browser} did where the ` +
      'pictures of e2e/looks were made. To renew them: docs/testing.md, "How it looks".',
  );
  const { runId } = await estate.placeOrder('shopify/orders-create', 9801);
  await estate.ended(runId);
  await steadyAnswers(page);
  await page.goto(`/flows?e2e=1&now=${NOW}`);
  for (const { name, open, part, dark } of LOOKS) {
    await test.step(name, async () => {
      await open(page, runId);
      await page.mouse.move(0, 0);
      for (const colorScheme of dark ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await expect(page.locator('html')).toHaveAttribute('data-app-idle', 'true', { timeout: 60_000 });
        const picture = `${name}-${colorScheme}.png`;
        const mask = [page.getByText(runId), page.getByTestId('ledger-strip')];
        await expect
          .soft(part(page))
          .toHaveScreenshot(picture, { maxDiffPixels: TOLERATED_PIXELS, mask, timeout: 60_000 });
      }
    });
  }
});

/** How this browser draws letters of our font: the same digest, the same pixels. */
async function textOf(browser: Browser): Promise<string> {
  const file = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));
  const font = `url(data:font/woff2;base64,${readFileSync(file).toString('base64')})`;
  const page = await browser.newPage({ viewport: { width: 480, height: 120 } });
  await page.setContent(
    `<style>@font-face { font-family: I; src: ${font}; font-weight: 100 900 } p { font: 13px I }</style>
    <p>Hamburgefonstiv 0123456789 #1042 €</p><p style="font-weight:600">Create sales order</p>`,
  );
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot();
  await page.close();
  return createHash('sha256').update(picture).digest('hex');
}
