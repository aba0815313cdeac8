import type { ContractView } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser.ts';
import { importFlow, mappedFlow } from '../journeys/small-flow.ts';
import { scratchFolder, startProcess } from '../world.ts';
import { below, type Finding } from './kit/finding.ts';

const SEGMENTS = 100;
const FIELDS = 49;
/** Segments that are mapped, each with all its fields: 1,960 lines. */
const MAPPED = 40;
const KEYS = 'field_17';
const FRAMES = 120;

/**
 * The map screen with 5,000 fields on each side and 1,960 lines, in a production build. Figures are processor time of the page's main
 * thread, so that a busy machine makes them later but not much larger. The contracts are put under the page; the rest is the runtime's.
 */
export async function benchLargeMap(): Promise<Finding[]> {
  const folder = scratchFolder('bench-map');
  const runtime = await startProcess({ LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '0' });
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const flow = mappedFlow('large-map', mapText());
    const nodes = flow.nodes.map((node) =>
      node.id === 'shape'
        ? { ...node, params: { ...node.params, source: 'large-source@1', target: 'large-target@1' } }
        : node,
    );
    await importFlow(runtime.url, { ...flow, nodes });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    await page.route('**/api/contracts', (route) =>
      route.fulfill({ json: { contracts: [contract('source'), contract('target')] } }),
    );
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`${runtime.url}/flows/large-map`);
    await page.getByTestId('node:shape').waitFor();
    return await findings(page, session);
  } finally {
    await browser.close();
    await runtime.stop();
    folder.remove();
  }
}

async function findings(page: Page, session: CDPSession): Promise<Finding[]> {
  const rows = () => page.getByRole('treeitem').count();
  const opening = await cost(session, async () => {
    await page.getByTestId('node:shape').click();
    await page.getByRole('button', { name: 'Open the map' }).click();
    await page.getByTestId('map-field:target:segment_0').waitFor();
    await page.getByTestId('map-types').and(page.locator('[data-settled=true]')).waitFor();
  });
  const drawnRows = await rows();
  const source = page.getByTestId('map-source');
  const scrolling = await cost(session, () => source.evaluate(scrollDown, FRAMES));
  const typing = await cost(session, async () => {
    await page.getByRole('searchbox', { name: 'Find in the source' }).pressSequentially(KEYS);
    await page.getByTestId('map-field:source:segment_1.field_17').waitFor();
    await frame(page);
  });
  await page.getByRole('searchbox', { name: 'Find in the source' }).fill('segment_41');
  await page.getByRole('searchbox', { name: 'Find in the target' }).fill('segment_41');
  const from = page.getByTestId('map-port:source:segment_41.field_3');
  const to = page.getByTestId('map-port:target:segment_41.field_3');
  await to.waitFor();
  const [start, end] = [await centre(from), await centre(to)];
  const drawing = await cost(session, async () => {
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 10 });
    await page.mouse.up();
    await page.getByRole('treeitem', { name: /field_3, .* from segment_41\.field_3/ }).waitFor();
  });
  const name = 'map of 5,000 fields a side, 1,960 lines';
  const figure = (what: string, ours: number, limit: number, meaning: string) =>
    below(limit, { name: `${name}, ${what}`, unit: 'ms', ours, meaning });
  return [
    figure('open', opening, 1500, 'Main thread from the click to the trees, the lines, the text and the types.'),
    figure(
      'scroll, a frame',
      scrolling / FRAMES,
      16,
      `Main thread for a frame in which a tree moves by four rows, of ${FRAMES}.`,
    ),
    figure(
      'search, a key',
      typing / KEYS.length,
      50,
      'Main thread for one key in the search of a tree, the tree included.',
    ),
    figure(
      'draw a line',
      drawing,
      500,
      'Main thread from the press to the line, the text, the coverage and the suggestions.',
    ),
    below(150, {
      name: `${name}, rows in the page`,
      unit: 'rows',
      ours: drawnRows,
      meaning: 'Of 10,000 rows those in view are there.',
    }),
  ];
}

/** Processor time of the main thread, in milliseconds. */
async function cost(session: CDPSession, task: () => Promise<void>): Promise<number> {
  const before = await taskSeconds(session);
  await task();
  return ((await taskSeconds(session)) - before) * 1000;
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

/** Moves by four rows in each frame, as a turned wheel does. Runs in the page. */
async function scrollDown(tree: Element, frames: number): Promise<void> {
  for (let done = 0; done < frames; done += 1) {
    tree.scrollTop += 112;
    await new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  }
}

function frame(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));
}

async function centre(port: ReturnType<Page['getByTestId']>): Promise<{ readonly x: number; readonly y: number }> {
  const box = await port.boundingBox();
  if (!box) throw new Error('The port is not drawn.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function contract(side: 'source' | 'target'): ContractView {
  const segment = (at: number): Json => ({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: FIELDS }, (_, field) => [
        `field_${field}`,
        { type: 'string', description: `Field ${field} of segment ${at}, as the manual of the system says.` },
      ]),
    ),
    required: [],
  });
  const schema: Json = {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: SEGMENTS }, (_, at) => [`segment_${at}`, segment(at)])),
    required: [],
  };
  const about = { title: `Large ${side}`, description: 'For the benchmark.' };
  return { name: `large-${side}`, version: '1.0.0', ...about, schema, examples: [], builtIn: false };
}

function mapText(): string {
  const segments = Array.from({ length: MAPPED }, (_, at) => {
    const fields = Array.from(
      { length: FIELDS },
      (_, field) => `    field_${field}: src.segment_${at}?.field_${field},`,
    );
    return `  segment_${at}: {\n${fields.join('\n')}\n  },`;
  });
  return `export default defineMap<LargeSource, LargeTarget>((src, t) => ({\n${segments.join('\n')}\n}));\n`;
}
