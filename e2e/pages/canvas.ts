import { expect, type Locator, type Page } from '@playwright/test';

/** A place on the canvas in pixels from its upper left corner, as a hand sees it. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The canvas people draw on, moved with a real mouse. */
export class CanvasPage {
  readonly page: Page;
  readonly pane: Locator;
  readonly saveState: Locator;

  constructor(page: Page) {
    this.page = page;
    this.pane = page.locator('.react-flow__pane');
    this.saveState = page.getByTestId('save-state');
  }

  async open(flowId: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}`);
    await expect(this.saveState).toHaveText('Saved');
  }

  node(id: string): Locator {
    return this.page.getByTestId(`node:${id}`);
  }

  nodes(): Locator {
    return this.page.locator('[data-testid^="node:"]');
  }

  edge(from: string, port: string, to: string): Locator {
    return this.page.getByTestId(`edge:${from}-${port}-${to}`);
  }

  edges(): Locator {
    return this.page.locator('[data-testid^="edge:"]');
  }

  /** Drags a step type out of the palette and lets it go with its middle at `place`. */
  async add(type: string, id: string, place: Place): Promise<void> {
    await this.page.getByTestId(`palette:${type}`).dragTo(this.pane, { targetPosition: { ...place } });
    await expect(this.node(id)).toBeVisible();
  }

  /** Draws an edge by dragging from a port to the input of another step. */
  async connect(from: string, port: string, to: string): Promise<void> {
    await this.#dragFrom(this.page.getByTestId(`port:${from}:${port}`), await this.#middle(`port:${to}:in`));
    await expect(this.edge(from, port, to)).toBeAttached();
  }

  /** Drags a step by a distance on the screen. */
  async move(id: string, by: Place): Promise<void> {
    const { x, y } = await this.#middle(`node:${id}`);
    await this.#dragFrom(this.node(id), { x: x + by.x, y: y + by.y });
  }

  async select(id: string): Promise<void> {
    await this.node(id).click();
    await expect(this.page.getByRole('complementary', { name: 'Inspector' })).toContainText(id);
  }

  /** Adds steps to the selection with Shift. */
  async selectAlso(id: string): Promise<void> {
    await this.node(id).click({ modifiers: ['Shift'] });
  }

  /** Draws a selection frame between two places of the canvas. */
  async frame(from: Place, to: Place): Promise<void> {
    const box = await this.pane.boundingBox();
    if (box === null) throw new Error('The canvas is not on the screen.');
    await this.page.mouse.move(box.x + from.x, box.y + from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + to.x, box.y + to.y, { steps: 6 });
    await this.page.mouse.up();
  }

  /** Takes the selection and the focus off every step. */
  async selectNothing(): Promise<void> {
    await this.pane.click({ position: { x: 8, y: 8 } });
  }

  async zoomOut(times: number): Promise<void> {
    for (let count = 0; count < times; count += 1) await this.page.getByRole('button', { name: 'Zoom out' }).click();
  }

  async fit(): Promise<void> {
    await this.page.getByRole('button', { name: 'Fit the flow' }).click();
  }

  async tidy(): Promise<void> {
    await this.page.getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menuitem', { name: 'Tidy up' }).click();
    await expect(this.page.getByRole('button', { name: /^Undo: tidy up/ })).toBeVisible();
  }

  async undo(label?: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: label ?? /^Undo: / }).click();
  }

  async redo(label?: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: label ?? /^Redo: / }).click();
  }

  async saved(): Promise<void> {
    await expect(this.saveState).toHaveText('Saved');
  }

  /** Ids of the steps drawn, in any order. */
  async nodeIds(): Promise<readonly string[]> {
    const ids = await this.nodes().evaluateAll((cards) => cards.map((card) => card.getAttribute('data-testid') ?? ''));
    return ids.map((id) => id.slice('node:'.length)).sort();
  }

  async #dragFrom(source: Locator, to: Place): Promise<void> {
    const from = centreOf(await source.boundingBox());
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  async #middle(testId: string): Promise<Place> {
    return centreOf(await this.page.getByTestId(testId).boundingBox());
  }
}

function centreOf(box: { x: number; y: number; width: number; height: number } | null): Place {
  if (box === null) throw new Error('What the mouse should take hold of is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
