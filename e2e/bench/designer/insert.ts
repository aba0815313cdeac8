import type { Browser, Page } from '@playwright/test';
import { below, type Finding } from '../kit/finding.ts';
import { openFlow } from './page-cost.ts';

const SIZE = 1_000;
const ROUNDS = 5;

/** G7: a step put into the first edge of a flow, where nearly all others move to make room for it. */
export async function benchInsert(browser: Browser, url: string): Promise<readonly Finding[]> {
  const { page, close } = await openFlow(browser, url, `large-${SIZE}`);
  try {
    const inserts: Insert[] = [];
    // The first one fetches what the list of steps is made of.
    for (let round = 0; round <= ROUNDS; round += 1) {
      await openListAtFirstEdge(page);
      const insert = await page.evaluate(takeFirst);
      if (round > 0) inserts.push(insert);
      await page.keyboard.press('ControlOrMeta+z');
      await page.getByRole('button', { name: /^Redo: add/ }).waitFor();
    }
    const name = `insert a step before ${SIZE.toLocaleString('en-GB')} others`;
    return [
      below(5, {
        name,
        unit: 'ms',
        ours: middle(inserts.map(({ took }) => took)),
        meaning: `From the key to the document in which the others have made room, with what takes it back, without drawing; the middle of ${ROUNDS}.`,
      }),
      below(60, {
        name: `${name}, longest block`,
        unit: 'ms',
        ours: middle(inserts.map(({ longest }) => longest)),
        meaning: `The longest task of the main thread until it is drawn and at rest, with the form of the new step; the middle of ${ROUNDS}. What is shorter than 50 ms is not told by the browser.`,
      }),
    ];
  } finally {
    await close();
  }
}

interface Insert {
  readonly took: number;
  readonly longest: number;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function openListAtFirstEdge(page: Page): Promise<void> {
  // Others lie over it: what the pointer does to this one is said to it.
  await page.getByTestId('edge:n0-out-n1').dispatchEvent('mouseover');
  await page.getByTestId('edge-insert:n0-out-n1').click();
  await page.getByRole('combobox', { name: 'Search steps' }).fill('Set fields');
  await page.getByTestId('quick-add:set-fields').waitFor();
}

/** Takes the step that is found. Runs in the page. */
async function takeFirst(): Promise<Insert> {
  let longest = 0;
  const note = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const watch = new PerformanceObserver((list) => note(list.getEntries()));
  // What came before the key is not ours.
  await new Promise<void>((idle) => requestIdleCallback(() => idle(), { timeout: 4_000 }));
  watch.observe({ type: 'longtask' });
  const key = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true });
  const began = performance.now();
  document.querySelector('[data-testid="quick-add"] input')?.dispatchEvent(key);
  const took = performance.now() - began;
  while (document.querySelector('button[aria-label^="Undo: add"]') === null)
    await new Promise((drawn) => requestAnimationFrame(drawn));
  for (let quiet = 0; quiet < 3; quiet += 1)
    await new Promise<void>((idle) => requestIdleCallback(() => idle(), { timeout: 4_000 }));
  note(watch.takeRecords());
  watch.disconnect();
  return { took, longest };
}
