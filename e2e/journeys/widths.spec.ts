import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const SCREENS = [
  ...['/', '/flows', '/flows/order-to-erp', '/runs', '/exceptions', '/approvals', '/cases', '/customers', '/scenarios'],
  ...['/topics', '/capabilities', '/contracts', '/tables', '/variables', '/connections', '/promotion', '/estate'],
];

for (const [width, height] of [
  [1024, 768],
  [2560, 1440],
] as const) {
  test(`no screen has more than fits into ${width} pixels`, async ({ page, estate }) => {
    await page.setViewportSize({ width, height });
    const { runId } = await estate.placeOrder('shopify/orders-create', width);
    for (const path of [...SCREENS, `/runs/${runId}`]) {
      await page.goto(path);
      await expect(page.locator('main h1')).toBeVisible();
      await expect.poll(() => stickingOut(page), path).toEqual([]);
    }
  });
}

/** What one can take hold of and reaches over the right edge; all of the page when it scrolls to the side. */
function stickingOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('main :is(h1, button, a, input, table, section)')];
    const out = all.filter((one) => {
      const { right, width } = one.getBoundingClientRect();
      return width > 0 && right > innerWidth + 1 && one.closest('.react-flow, .sr-only') === null;
    });
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    return [
      ...wide,
      ...out.map((one) => one.getAttribute('aria-label') ?? one.textContent?.slice(0, 40) ?? one.tagName),
    ];
  });
}
