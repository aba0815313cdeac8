import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { below, type Finding } from '../kit/finding.ts';
import { settled } from './page-cost.ts';

const GOALS = [
  { size: 100, ms: 800 },
  { size: 500, ms: 1200 },
  { size: 2000, ms: 2500 },
] as const;
const FIRST_LOAD_KB = 320;
const ROUNDS = 3;

declare global {
  interface Window {
    /** When the first card was drawn, and what had been fetched by then. */
    firstCard?: { readonly at: number; readonly scripts: readonly string[] };
  }
}

/** G1, and what a person waits for before anything can be done. */
export async function benchOpening(browser: Browser, url: string): Promise<readonly Finding[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watchFirstCard);
  const findings: Finding[] = [];
  for (const { size, ms } of GOALS) {
    const times: number[] = [];
    // The first one fills the cache.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const { at } = await firstCard(page, `${url}/flows/large-${size}`);
      if (round > 0) times.push(at);
      await settled(page);
    }
    findings.push(
      below(ms, {
        name: `open ${size.toLocaleString('en-GB')} steps`,
        unit: 'ms',
        ours: times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN,
        meaning: `By the clock, from the beginning of the navigation to the first frame with cards, cache warm; the middle of ${ROUNDS}.`,
      }),
    );
  }
  const { scripts } = await firstCard(page, `${url}/flows/large-100`);
  let bytes = 0;
  for (const script of scripts) bytes += gzipSync(await (await fetch(script)).text(), { level: 9 }).byteLength;
  findings.push(
    below(FIRST_LOAD_KB, {
      name: 'JavaScript before a flow can be drawn on',
      unit: 'KB',
      ours: bytes / 1000,
      meaning: `All ${scripts.length} scripts that were fetched when the first card was drawn, gzip -9 each. What is fetched later, when the browser is idle, does not count.`,
    }),
  );
  await context.close();
  return findings;
}

async function firstCard(page: Page, address: string) {
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.firstCard !== undefined);
  const seen = await page.evaluate(() => window.firstCard);
  if (seen === undefined) throw new Error('No card was drawn.');
  return seen;
}

/** Runs in the page, before anything of ours. */
function watchFirstCard(): void {
  const look = () => {
    if (document.querySelector('[data-testid^="node:"]') === null) {
      requestAnimationFrame(look);
      return;
    }
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    window.firstCard = { at: performance.now(), scripts: fetched.filter((name) => name.endsWith('.js')) };
  };
  requestAnimationFrame(look);
}
