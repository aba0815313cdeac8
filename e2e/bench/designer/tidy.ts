import type { Browser } from '@playwright/test';
import { below, type Finding } from '../kit/finding.ts';
import { openFlow } from './page-cost.ts';

const GOALS = [
  { size: 50, ms: 400 },
  { size: 200, ms: 1000 },
  { size: 1000, ms: 6000 },
] as const;

/** G7: laying a flow out anew. */
export async function benchTidy(browser: Browser, url: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { size, ms } of GOALS) {
    const { page, close } = await openFlow(browser, url, `large-${size}`);
    try {
      // The first layout waits for the engine to read its code; a person finds it read, for it is started when the browser is idle.
      await page.evaluate(tidyUp);
      await page.keyboard.press('ControlOrMeta+z');
      await page.getByRole('button', { name: /^Redo: tidy up/ }).waitFor();
      const { took, longest } = await page.evaluate(tidyUp);
      const name = `tidy up ${size.toLocaleString('en-GB')} steps`;
      findings.push(
        below(ms, {
          name,
          unit: 'ms',
          ours: took,
          meaning: 'By the clock, from the key to the document laid out anew; the engine had laid out once before.',
        }),
      );
      if (size === 200) {
        findings.push(
          below(60, {
            name: `${name}, longest block`,
            unit: 'ms',
            ours: longest,
            meaning:
              'The longest task of the main thread while the engine lays out; what is shorter than 50 ms is not told by the browser.',
          }),
        );
      }
    } finally {
      await close();
    }
  }
  return findings;
}

/** Runs in the page. */
function tidyUp(): Promise<{ readonly took: number; readonly longest: number }> {
  const began = performance.now();
  let longest = 0;
  const watch = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  watch.observe({ type: 'longtask' });
  const key = { key: 'T', code: 'KeyT', shiftKey: true, altKey: true, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new KeyboardEvent('keydown', key));
  return new Promise((resolve) => {
    const look = () => {
      const done = document.querySelector('button[aria-label^="Undo: tidy up"]');
      if (done === null) requestAnimationFrame(look);
      else resolve({ took: performance.now() - began, longest });
    };
    requestAnimationFrame(look);
  });
}
