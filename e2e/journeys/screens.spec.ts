import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { migrating } from './capability-screens.ts';
import { paleText } from './contrast.ts';
import type { Estate } from './estate.ts';
import { expect, test } from './fixtures.ts';
import { SCREENS, type Scene } from './screens.ts';

/** Pictures are written only when asked for: `LOCKSTEP_SCREENSHOTS=1`. */
const WRITES = process.env.LOCKSTEP_SCREENSHOTS === '1';
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const NARROW = { width: 1024, height: 768 };
const MOST_BYTES = 300_000;

const THEMES = ['light', 'dark'] as const;
/** A row is like the ones above it: what is looked at for accessibility are the first of each table. */
const FURTHER_ROWS = 'tbody tr:nth-child(n+13)';
const CONTRAST = 'color-contrast';

// The gallery takes longer than any other test: its halves have a worker each.
test.describe.configure({ mode: 'parallel' });
const middle = Math.ceil(SCREENS.length / 2);
const HALVES = { first: SCREENS.slice(0, middle), second: SCREENS.slice(middle) };

for (const [half, screens] of Object.entries(HALVES)) {
  test(`every screen is drawn, accessible and quiet in light and dark, the ${half} half`, async ({ estate, page }) => {
    test.setTimeout(900_000);
    const scene = await setScene(estate, page);
    const passed = new Set<string>();
    const look = async (name: string, open: () => Promise<void>) => {
      await page.emulateMedia({ colorScheme: 'light' });
      await open();
      for (const theme of THEMES) {
        await inTheme(page, theme);
        await expectAccessible(page, name, theme, passed);
        await picture(page, `${name}-${theme}`);
      }
    };
    for (const screen of screens) await test.step(screen.name, () => look(screen.name, () => screen.open(page, scene)));
    await page.setViewportSize(NARROW);
    for (const screen of screens.filter(({ narrow }) => narrow))
      await test.step(`${screen.name}, narrow`, () => look(`${screen.name}-narrow`, () => screen.open(page, scene)));
    await estate.heal();
  });
}

test('the gallery shows every screen', () => {
  const gallery = readFileSync(`${folder}README.md`, 'utf8');
  for (const { name, narrow } of SCREENS) {
    for (const theme of THEMES) {
      expect(gallery).toContain(`](${name}-${theme}.png)`);
      if (narrow) expect(gallery).toContain(`](${name}-narrow-${theme}.png)`);
    }
  }
});

let made: Promise<Scene> | undefined;

/** Some orders that went through, a broken ERP, and orders that wait for a person: once for all pictures. */
async function setScene(estate: Estate, page: Page): Promise<Scene> {
  made ??= (async () => {
    await estate.heal();
    await migrating(page);
    await estate.sell(9);
    const { runId: doneRun } = await estate.placeOrder('shopify/orders-create', 9401);
    await estate.ended(doneRun);
    await estate.break('sap', { status: 503, rate: 1 });
    const failed = [
      await estate.placeOrder('shopify/orders-create', 9402),
      await estate.placeOrder('shopify/orders-create', 9403),
      await estate.placeOrder('shopify/orders-create', 9404, { line_items: 'none' }),
      await estate.placeOrder('shopify/orders-create', 9405, { line_items: [] }),
    ];
    for (const { runId } of failed) await estate.ended(runId);
    return { doneRun, failedRun: failed[0]?.runId ?? '' };
  })();
  const scene = await made;
  await estate.break('sap', { status: 503, rate: 1 });
  return scene;
}

/** A narrow page has the colours of the wide one. */
function isNarrow(page: Page): boolean {
  return page.viewportSize()?.width === NARROW.width;
}

/** As it is once every colour that fades has arrived. */
async function inTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(async () => {
    // What goes round for ever is waited for by nobody.
    const fading = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
}

/** Both themes are the same markup: in the dark only colours can differ, and a narrow page has the colours of the wide one. */
async function expectAccessible(
  page: Page,
  name: string,
  theme: (typeof THEMES)[number],
  passed: Set<string>,
): Promise<void> {
  const exclude = [FURTHER_ROWS];
  const wrong = theme === 'light' ? await violations(page, { without: [CONTRAST], exclude }) : [];
  const pale = isNarrow(page) ? [] : await paleText(page, passed, exclude);
  expect.soft([...wrong, ...pale], `accessibility of ${name}`).toEqual([]);
}

async function picture(page: Page, name: string): Promise<void> {
  if (!WRITES) return;
  await page.mouse.move(0, 0);
  const path = `${folder}${name}.png`;
  writeFileSync(path, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  expect(statSync(path).size, `bytes of ${name}.png`).toBeLessThan(MOST_BYTES);
}
