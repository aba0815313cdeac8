import type { Browser, Page } from '@playwright/test';
import { below, type Finding } from '../kit/finding.ts';
import { costOf, settled } from './page-cost.ts';

export const LIVE_SIZE = 2_000;
const A_SECOND = 600;
const SECONDS = 3;
const FRAMES = 60;

interface Run {
  readonly runId: string;
  readonly flowId: string;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/**
 * G4: a run of 2,000 steps that is watched while 600 of them are done each second. The run is one that ended; the page is told of it step
 * by step, by the live events and answers a running one has.
 *
 * @param runId of a run of the largest flow
 */
export async function benchLive(browser: Browser, url: string, runId: string): Promise<readonly Finding[]> {
  const run = (await (await fetch(`${url}/api/runs/${runId}`)).json()) as Run;
  if (run.steps.length < LIVE_SIZE) throw new Error(`The run has ${run.steps.length} steps.`);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    let done = 100;
    await page.addInitScript(muteLive);
    await page.route(`**/api/runs/${runId}`, (route) => route.fulfill({ json: underWay(run, done) }));
    await page.route(`**/api/runs/${runId}/changes*`, (route) => {
      const since = Number(new URL(route.request().url()).searchParams.get('since'));
      return route.fulfill({ json: changesSince(run, since, done) });
    });
    await page.goto(`${url}/runs/${runId}`);
    await page.locator('[data-testid^="node:"]').first().waitFor();
    await settled(page);
    await page.evaluate(watchBlocks);
    const cost = await costOf(session, async () => {
      for (let second = 0; second < SECONDS; second += 1) {
        done += A_SECOND;
        await tell(page, run);
        await page.evaluate(() => new Promise<void>((passed) => setTimeout(passed, 1_000)));
      }
    });
    const shown = await page.evaluate(longestBlock);
    return [
      below(5, {
        name: `a live run of ${LIVE_SIZE.toLocaleString('en-GB')} steps, ${A_SECOND} done a second, main thread a frame`,
        unit: 'ms',
        ours: cost.mainMs / (SECONDS * FRAMES),
        meaning: `Over ${SECONDS} s at ${FRAMES} frames a second, the answers of the runtime read and drawn.`,
      }),
      below(50, {
        name: `a live run of ${LIVE_SIZE.toLocaleString('en-GB')} steps, longest block`,
        unit: 'ms',
        ours: shown,
        meaning:
          'The longest task of the main thread meanwhile; what is shorter than 50 ms is not told by the browser.',
      }),
    ];
  } finally {
    await context.close();
  }
}

/** The run when so many of its steps were done: the others have not begun. */
function underWay({ steps, endedAt: _, durationMs: __, ...run }: Run, done: number): object {
  const open = ({ node, name, type }: Run['steps'][number]) => ({ node, name, type, status: 'pending', attempts: [] });
  const shown = steps.map((step, index) => (index < done ? step : open(step)));
  return { ...run, status: 'running', stamp: String(done), steps: shown };
}

/** As the runtime tells it to a page that has read it before. */
function changesSince({ flow: _, ...run }: Run, since: number, done: number): object {
  return { ...underWay(run, done), steps: run.steps.slice(since, done) };
}

/** Runs in the page, before its own scripts: its stream of live events is ours. */
function muteLive(): void {
  class Stream extends EventTarget {
    readonly readyState = 1;
    onopen: (() => void) | null = null;
    constructor() {
      super();
      Object.assign(window, { benchStream: this });
      setTimeout(() => this.onopen?.(), 0);
    }
    close(): void {}
  }
  Object.assign(window, { EventSource: Stream });
}

async function tell(page: Page, { runId, flowId }: Run): Promise<void> {
  await page.evaluate(
    (event) => {
      const { benchStream } = window as unknown as { benchStream: EventTarget };
      benchStream.dispatchEvent(new MessageEvent(event.type, { data: JSON.stringify(event) }));
    },
    { type: 'run.changed', runId, flowId, status: 'running', at: 1 },
  );
}

/** Runs in the page. */
function watchBlocks(): void {
  const seen = { longest: 0 };
  Object.assign(window, { benchBlocks: seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
  }).observe({ type: 'longtask' });
}

/** Runs in the page. */
function longestBlock(): number {
  return (window as unknown as { benchBlocks: { longest: number } }).benchBlocks.longest;
}
