import type { Browser, CDPSession } from '@playwright/test';
import { below, type Finding } from '../kit/finding.ts';
import { type Bench, costOf, dragCard, openFlow, p95, turnWheel, viewAtRest } from './page-cost.ts';

const FRAMES = 120;
const DRAG_STEPS = 120;
const IDLE_MS = 2_000;
/** A part of the card's class names that no other function has: so its calls are found in the built code. */
const CARD_MARK = 'step-card relative size-full';

/** G2 to G5: moving the view and cards, the overview, and doing nothing. */
export async function benchDrawing(browser: Browser, url: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const size of [100, 500, 2000]) {
    const bench = await openFlow(browser, url, `large-${size}`);
    try {
      findings.push(...(await atWork(bench, size)));
      if (size >= 500) findings.push(await overview(bench, size));
      if (size === 500) findings.push(await idle(bench));
    } finally {
      await bench.close();
    }
  }
  return findings;
}

async function atWork({ page, session }: Bench, size: number): Promise<readonly Finding[]> {
  const of = size.toLocaleString('en-GB');
  const where = `Of ${of} steps, at the zoom the flow opens with; middle over ${FRAMES} frames.`;
  let lengths: readonly number[] = [];
  const pan = await costOf(session, async () => {
    lengths = await turnWheel(page, { frames: FRAMES, deltaX: 12, deltaY: 4, ctrlKey: false });
  });
  const zoom = await costOf(session, () => turnWheel(page, { frames: FRAMES, deltaX: 0, deltaY: 2, ctrlKey: true }));
  await dragCard(page, 'n1', 10);
  const drag = await costOf(session, () => dragCard(page, 'n1', DRAG_STEPS));
  const frame = (what: string, ms: number, limit = 8) =>
    below(limit, { name: `${what} ${of} steps, main thread a frame`, unit: 'ms', ours: ms, meaning: where });
  const findings = [
    frame('pan', pan.mainMs / FRAMES),
    frame('zoom', zoom.mainMs / FRAMES),
    frame('drag among', drag.mainMs / DRAG_STEPS),
  ];
  if (size !== 500) return findings;
  const renders = await cardRenders(session, () => dragCard(page, 'n1', DRAG_STEPS));
  return [
    ...findings,
    below(33, { name: 'pan 500 steps, 95 of 100 frames', unit: 'ms', ours: p95(lengths), meaning: 'By the clock.' }),
    below(4, {
      name: 'drag among 500 steps, scripts a frame',
      unit: 'ms',
      ours: drag.scriptMs / DRAG_STEPS,
      meaning: 'The part of the main thread that is JavaScript.',
    }),
    below(2, {
      name: 'drag among 500 steps, cards drawn a frame',
      unit: 'cards',
      ours: renders / DRAG_STEPS,
      meaning:
        'Calls of the function that draws a card, as the browser counts them; more means that others are drawn along.',
    }),
  ];
}

async function overview({ page, session }: Bench, size: number): Promise<Finding> {
  await page.keyboard.press('1');
  await viewAtRest(page);
  const frames = FRAMES / 2;
  const pan = await costOf(session, () => turnWheel(page, { frames, deltaX: 6, deltaY: 2, ctrlKey: false }));
  return below(size === 500 ? 15 : 50, {
    name: `pan ${size.toLocaleString('en-GB')} steps, all of them in view`,
    unit: 'ms',
    ours: pan.mainMs / frames,
    meaning: 'Main thread a frame, after "fit": nothing can be left out of the page, so cards are blocks.',
  });
}

async function idle({ page, session }: Bench): Promise<Finding> {
  const cost = await costOf(session, () =>
    page.evaluate((ms) => new Promise<void>((done) => setTimeout(done, ms)), IDLE_MS),
  );
  return below(2, {
    name: 'idle at 500 steps, main thread a frame',
    unit: 'ms',
    ours: cost.mainMs / ((IDLE_MS / 1000) * 60),
    meaning: `Over ${IDLE_MS / 1000} s at 60 frames a second: no animation is left running.`,
  });
}

/** How often the function that draws a card was called. */
async function cardRenders(session: CDPSession, task: () => Promise<unknown>): Promise<number> {
  await session.send('Profiler.enable');
  await session.send('Debugger.enable');
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await task();
  const { result } = await session.send('Profiler.takePreciseCoverage');
  await session.send('Profiler.stopPreciseCoverage');
  for (const { scriptId, url, functions } of result) {
    if (!url.endsWith('.js')) continue;
    const { scriptSource } = await session.send('Debugger.getScriptSource', { scriptId });
    const at = scriptSource.indexOf(CARD_MARK);
    if (at === -1) continue;
    const around = functions
      .flatMap(({ ranges: [range] }) => (range && range.startOffset <= at && at < range.endOffset ? [range] : []))
      .toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
    await session.send('Debugger.disable');
    return around[0]?.count ?? 0;
  }
  throw new Error('The function that draws a card was not found in the built code.');
}
