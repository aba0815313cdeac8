import type { Browser } from '@playwright/test';
import { FIRST_LOAD_KB, firstCard, noteFirstCard, total, weigh } from '../../first-load.ts';
import { below, type Finding } from '../kit/finding.ts';
import { settled } from './page-cost.ts';

const GOALS = [
  { size: 100, ms: 800 },
  { size: 500, ms: 1200 },
  { size: 2000, ms: 2500 },
] as const;
const ROUNDS = 3;

/** G1, and what a person waits for before anything can be done. */
export async function benchOpening(browser: Browser, url: string): Promise<readonly Finding[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await noteFirstCard(page);
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
  findings.push(
    below(FIRST_LOAD_KB, {
      name: 'JavaScript before a flow can be drawn on',
      unit: 'KB',
      ours: total(await weigh(scripts)),
      meaning: `All ${scripts.length} scripts that were fetched when the first card was drawn, gzip -9 each. What is fetched later, when the browser is idle, does not count.`,
    }),
  );
  await context.close();
  return findings;
}
