import type { Browser, CDPSession, Page } from '@playwright/test';

/** A page with a flow open, and what its main thread does. */
export interface Bench {
  readonly page: Page;
  readonly session: CDPSession;
  readonly close: () => Promise<void>;
}

export interface Cost {
  /** Processor time of the main thread, and the part of it in scripts. */
  readonly mainMs: number;
  readonly scriptMs: number;
}

export async function openFlow(browser: Browser, url: string, flowId: string): Promise<Bench> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${url}/flows/${flowId}`);
  await page.locator('[data-testid^="node:"]').first().waitFor();
  await settled(page);
  return { page, session, close: () => context.close() };
}

/** Until the chunks that are fetched when idle are there, and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    () => new Promise<void>((done) => requestIdleCallback(() => requestIdleCallback(() => done()), { timeout: 4_000 })),
  );
}

/** Until the view no longer moves: the drawing lies where it lay ten frames before. */
export function viewAtRest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const view = document.querySelector<HTMLElement>('.react-flow__viewport');
    let last = '';
    for (let same = 0; same < 10; ) {
      await new Promise<void>((drawn) => requestAnimationFrame(() => drawn()));
      const now = view?.style.transform ?? '';
      same = now === last ? same + 1 : 0;
      last = now;
    }
  });
}

/** What a task costs the main thread. */
export async function costOf(session: CDPSession, task: () => Promise<unknown>): Promise<Cost> {
  const before = await metrics(session);
  await task();
  const after = await metrics(session);
  return { mainMs: (after.task - before.task) * 1000, scriptMs: (after.script - before.script) * 1000 };
}

async function metrics(session: CDPSession) {
  const { metrics: all } = await session.send('Performance.getMetrics');
  const value = (wanted: string) => all.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { task: value('TaskDuration'), script: value('ScriptDuration') };
}

export interface Turn {
  readonly frames: number;
  /** Of one frame. */
  readonly deltaX: number;
  readonly deltaY: number;
  readonly ctrlKey: boolean;
}

/** Turns the wheel over the middle of the canvas once a frame; answers how long the frames took by the clock. Runs in the page. */
export function turnWheel(page: Page, turn: Turn): Promise<readonly number[]> {
  return page.evaluate(async ({ frames, deltaX, deltaY, ctrlKey }) => {
    const pane = document.querySelector('.react-flow__pane');
    if (pane === null) throw new Error('There is no canvas.');
    const { x, y, width, height } = pane.getBoundingClientRect();
    const at = { clientX: x + width / 2, clientY: y + height / 2 };
    const lengths: number[] = [];
    let last = performance.now();
    for (let done = 0; done < frames; done += 1) {
      // There and back, so that the same cards are in view at the end.
      const way = done < frames / 2 ? 1 : -1;
      const turned = {
        deltaX: deltaX * way,
        deltaY: deltaY * way,
        ctrlKey,
        bubbles: true,
        cancelable: true,
        view: window,
      };
      pane.dispatchEvent(new WheelEvent('wheel', { ...turned, ...at }));
      await new Promise<void>((drawn) => requestAnimationFrame(() => drawn()));
      lengths.push(performance.now() - last);
      last = performance.now();
    }
    return lengths;
  }, turn);
}

/**
 * Drags a card there and back by small steps, one a frame. Runs in the page, like the wheel: a pointer that is moved from outside costs the main thread
 * 3 to 4 ms a step by itself.
 */
export async function dragCard(page: Page, id: string, steps: number): Promise<void> {
  await page.evaluate(
    async ({ id, steps }) => {
      const card = document.querySelector(`[data-testid="node:${id}"]`);
      if (card === null) throw new Error('The card is not drawn.');
      const box = card.getBoundingClientRect();
      let [x, y] = [box.x + 60, box.y + 20];
      const grip = document.elementFromPoint(x, y) ?? card;
      const fire = (pointer: string, mouse: string) => {
        const common = { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0, buttons: 1 };
        grip.dispatchEvent(new PointerEvent(pointer, { ...common, pointerId: 1, isPrimary: true }));
        grip.dispatchEvent(new MouseEvent(mouse, common));
      };
      fire('pointerdown', 'mousedown');
      for (let step = 0; step < steps; step += 1) {
        const way = step < steps / 2 ? 1 : -1;
        x += 2 * way;
        y += way;
        fire('pointermove', 'mousemove');
        await new Promise<void>((drawn) => requestAnimationFrame(() => drawn()));
      }
      fire('pointerup', 'mouseup');
    },
    { id, steps },
  );
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}
