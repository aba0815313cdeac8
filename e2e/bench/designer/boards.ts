import type { Board } from '@lockstep/schema/api';
import type { Browser } from '@playwright/test';
import { boardOf, latencyPicture } from '../../journeys/board-data.ts';
import { below, type Finding } from '../kit/finding.ts';
import { costOf, settled } from './page-cost.ts';

const CHARTS = 6;
const POINTS = 1_440;
const LINES = 3;
const ROUNDS = 5;

/** G9: six charts of 24 hours by the minute. The answers are there at once: what is measured is drawing them. */
export async function benchBoards(browser: Browser, url: string): Promise<readonly Finding[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const costOfSeeing = async (link: string) => {
    const seen = { link, charts: CHARTS, lines: CHARTS * LINES };
    return (await costOf(session, () => page.evaluate(untilDrawn, seen))).mainMs;
  };
  await page.addInitScript(answerBoards, dayOfCharts());
  await page.goto(`${url}/dash/engine`);
  await page.getByRole('figure').first().waitFor();
  await settled(page);
  const painted: number[] = [];
  const updated: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    painted.push(await costOfSeeing('/dash/orders'));
    updated.push(await costOfSeeing(round % 2 === 0 ? '6 h' : '24 h'));
    await page.evaluate(untilDrawn, { link: '/dash/engine', charts: 1, lines: 1 });
  }
  await context.close();
  const what = `${CHARTS} charts of ${POINTS.toLocaleString('en-GB')} points and ${LINES} lines`;
  return [
    below(300, {
      name: `paint ${what}`,
      unit: 'ms',
      ours: middle(painted),
      meaning: `Processor time of the main thread from the click on the tab of the board to the second frame with all lines; the middle of ${ROUNDS}.`,
    }),
    below(50, {
      name: `update ${what}`,
      unit: 'ms',
      ours: middle(updated),
      meaning: `Likewise from the click on another span to the second frame with other lines; the middle of ${ROUNDS}.`,
    }),
  ];
}

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function dayOfCharts(): { readonly orders: Board; readonly engine: Board } {
  const day = boardOf('orders', POINTS);
  const pictures = Array.from({ length: CHARTS }, (_, nr) => latencyPicture(`latency-${nr}`, POINTS));
  return { orders: { ...day, pictures }, engine: { ...day, board: 'engine', pictures: [latencyPicture('one', 96)] } };
}

/** In the page: boards are answered at once, each time a little otherwise. */
function answerBoards(boards: { readonly orders: Board; readonly engine: Board }): void {
  const ask = window.fetch.bind(window);
  let asked = 0;
  window.fetch = async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (!address.pathname.startsWith('/api/boards/')) return ask(input, init);
    asked += 1;
    const board = address.pathname.endsWith('/orders') ? boards.orders : boards.engine;
    const pictures = board.pictures.map((picture) =>
      picture.kind !== 'series'
        ? picture
        : {
            ...picture,
            series: picture.series.map((line) => ({
              ...line,
              values: line.values.map((value) => (value === null ? null : value + asked)),
            })),
          },
    );
    return Response.json({ ...board, pictures });
  };
}

/** In the page: presses what leads there, and waits until other lines than before are drawn, and painted. */
async function untilDrawn({
  link,
  charts,
  lines,
}: {
  readonly link: string;
  readonly charts: number;
  readonly lines: number;
}): Promise<void> {
  const pathsOf = () => [...document.querySelectorAll<SVGPathElement>('figure svg[role=group] path[style]')];
  const before = pathsOf()[0]?.getAttribute('d');
  const target = link.startsWith('/')
    ? document.querySelector<HTMLElement>(`nav[aria-label=Boards] a[href^="${link}"]`)
    : [...document.querySelectorAll<HTMLElement>('button, label, [role=radio]')].find(
        (each) => each.textContent?.trim() === link,
      );
  if (!target) throw new Error(`Nothing leads to ${link}.`);
  const from = performance.now();
  target.click();
  for (;;) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    const paths = pathsOf();
    const isThere = document.querySelectorAll('figure').length === charts && paths.length >= lines;
    if (isThere && paths[0]?.getAttribute('d') !== before) break;
    if (performance.now() - from > 20_000) throw new Error(`${link} was not drawn: ${paths.length} lines of ${lines}.`);
  }
  await new Promise((painted) => requestAnimationFrame(painted));
}
