import type { Flow } from '@lockstep/schema/graph';
import { type Browser, chromium } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser.ts';
import { buildDesigner } from '../../scripts/build-designer.ts';
import { importFlow } from '../journeys/small-flow.ts';
import { scratchFolder, startProcess } from '../world.ts';
import { benchBoards } from './designer/boards.ts';
import { benchDrawing } from './designer/drawing.ts';
import { benchEdits } from './designer/edits.ts';
import { benchInsert } from './designer/insert.ts';
import { largeFlow, largeRunnableFlow } from './designer/large-flow.ts';
import { benchLive, LIVE_SIZE } from './designer/live.ts';
import { benchOpening } from './designer/opening.ts';
import { benchTidy } from './designer/tidy.ts';
import type { Finding } from './kit/finding.ts';

const SIZES = [50, 100, 200, 500, 1000, 2000] as const;

/**
 * The drawing board at up to 2,000 steps, in a production build: goals G1 to G7 and G9 of the design. Costs of frames are processor time of the page's main
 * thread, so that a busy machine makes them later but not much larger; times to open and to tidy up are by the clock.
 */
export async function benchDesigner(): Promise<Finding[]> {
  await buildDesigner();
  const folder = scratchFolder('bench-designer');
  const runtime = await startProcess({ LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '0' });
  let browser: Browser | undefined;
  try {
    for (const size of SIZES) await importFlow(runtime.url, largeFlow(size));
    const runnable = largeRunnableFlow(LIVE_SIZE);
    await importFlow(runtime.url, runnable);
    const runId = await finishedRun(runtime.url, runnable);
    browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
    return [
      ...(await benchOpening(browser, runtime.url)),
      ...(await benchDrawing(browser, runtime.url)),
      ...(await benchLive(browser, runtime.url, runId)),
      ...(await benchTidy(browser, runtime.url)),
      ...(await benchInsert(browser, runtime.url)),
      ...benchEdits(),
      ...(await benchBoards(browser, runtime.url)),
    ];
  } finally {
    await browser?.close();
    await runtime.stop();
    folder.remove();
  }
}

/** A run of a draft, once it has ended. */
async function finishedRun(url: string, flow: Flow): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ flow, node: 'n0', message: {} });
  const answer = await fetch(`${url}/api/flows/${flow.id}/test-runs`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`The run was not begun: ${answer.status} ${await answer.text()}`);
  const { runId } = (await answer.json()) as { readonly runId: string };
  for (;;) {
    const { status } = (await (await fetch(`${url}/api/runs/${runId}`)).json()) as { readonly status: string };
    if (status === 'done') return runId;
    if (status === 'exception' || status === 'cancelled') throw new Error(`The run ended as ${status}.`);
    await new Promise((later) => setTimeout(later, 200));
  }
}
