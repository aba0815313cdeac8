import { expect, type Locator, type Page } from '@playwright/test';

/** The map screen: trees of both sides, lines between them, samples below. Fields are named by their paths: `lines[].sku`. */
export class Mapper {
  readonly page: Page;
  readonly screen: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.getByTestId('map-screen');
  }

  async open(flowId: string, node: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}?map=${node}`);
    await expect(this.screen).toBeVisible();
  }

  field(side: 'source' | 'target', path: string): Locator {
    return this.page.getByTestId(`map-field:${side}:${path}`);
  }

  port(side: 'source' | 'target', path: string): Locator {
    return this.page.getByTestId(`map-port:${side}:${path}`);
  }

  /** Draws a line with the mouse; `convert` is the way that is chosen when the fields do not fit as they are. */
  async drag(source: string, target: string, convert?: RegExp): Promise<void> {
    await this.show('source', source);
    await this.show('target', target);
    const from = await centreOf(this.port('source', source));
    const to = await centreOf(this.port('target', target));
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
    await mouse.move(to.x, to.y, { steps: 5 });
    await mouse.up();
    if (convert)
      await this.page.getByRole('menu', { name: 'Convert and map' }).getByRole('menuitem', { name: convert }).click();
    await expect(this.field('target', target)).toHaveAccessibleName(/ from /);
  }

  /** Opens the dialog of a target field with the mouse and takes the constant it offers. */
  async takeConstant(target: string): Promise<void> {
    await this.show('target', target);
    await this.port('target', target).click();
    const dialog = this.page.getByRole('dialog', { name: target });
    await dialog.getByRole('button', { name: 'Constant' }).click();
    await dialog.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async expectCoverage(mapped: number, required: number): Promise<void> {
    await expect(this.page.getByTestId('map-coverage')).toContainText(`${mapped}/${required} required`);
  }

  async expectSamples(text: string): Promise<void> {
    await expect(this.page.getByTestId('map-samples')).toHaveText(text);
  }

  /** Scrolls the tree of a side with the wheel until the field is in view: from the top again when the end was reached. */
  private async show(side: 'source' | 'target', path: string): Promise<void> {
    const tree = this.page.getByTestId(`map-${side}`);
    const row = this.field(side, path);
    await tree.hover({ position: { x: 60, y: 60 } });
    await this.wheel(tree, -100_000);
    await expect(async () => {
      // Only rows near the view are drawn.
      if ((await row.count()) === 0) await this.wheel(tree, (await isAtEnd(tree)) ? -100_000 : 200);
      await row.scrollIntoViewIfNeeded({ timeout: 500 });
      await expect(row).toBeInViewport({ timeout: 500 });
    }).toPass({ intervals: [20] });
  }

  /** Turns the wheel and waits until the tree stands still: a turn is answered some frames later. */
  private async wheel(tree: Locator, pixels: number): Promise<void> {
    await this.page.mouse.wheel(0, pixels);
    await tree.evaluate(async (element) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      let before = Number.NaN;
      for (let still = 0; still < 3; still = element.scrollTop === before ? still + 1 : 0) {
        before = element.scrollTop;
        await frame();
      }
    });
  }
}

function isAtEnd(tree: Locator): Promise<boolean> {
  return tree.evaluate((element) => element.scrollTop + element.clientHeight >= element.scrollHeight - 1);
}

async function centreOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('The port is not drawn.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
