import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** What may be fetched before a flow can be drawn on: thousands of bytes of JavaScript, gzip -9. */
export const FIRST_LOAD_KB = 320;

declare global {
  interface Window {
    /** When the first card was drawn, and what had been fetched by then. */
    firstCard?: { readonly at: number; readonly scripts: readonly string[] };
  }
}

/** Makes a page note when the first card of a flow is drawn; before the first navigation. */
export async function noteFirstCard(page: Page): Promise<void> {
  await page.addInitScript(watchFirstCard);
}

/** Opens a flow: how long it took to the first card, in milliseconds of the page, and the scripts fetched until then. */
export async function firstCard(page: Page, address: string): Promise<NonNullable<Window['firstCard']>> {
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.firstCard !== undefined);
  const seen = await page.evaluate(() => window.firstCard);
  if (seen === undefined) throw new Error('No card was drawn.');
  return seen;
}

export interface Weight {
  readonly name: string;
  /** Thousands of bytes, gzip -9. */
  readonly kb: number;
}

/** What scripts weigh on their way, the heaviest first. */
export async function weigh(scripts: readonly string[]): Promise<readonly Weight[]> {
  const weights = scripts.map(async (script): Promise<Weight> => {
    const answer = await fetch(script);
    return {
      name: new URL(script).pathname.split('/').at(-1) ?? script,
      kb: gzipSync(await answer.text(), { level: 9 }).byteLength / 1000,
    };
  });
  return (await Promise.all(weights)).toSorted((a, b) => b.kb - a.kb);
}

export function total(weights: readonly Weight[]): number {
  return weights.reduce((sum, { kb }) => sum + kb, 0);
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
