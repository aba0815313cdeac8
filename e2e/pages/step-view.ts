import { expect, type Locator, type Page } from '@playwright/test';

/** One step as a whole: what comes in, its settings, what goes out, and trying it. */
export class StepView {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(flowId: string, node: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}?node=${node}&view=step`);
    await expect(this.page.getByTestId('step-view')).toBeVisible();
  }

  /** Where the data comes from: `Own data`, `Pinned sample`, `Last test run`. */
  source(): Locator {
    return this.page.getByRole('combobox', { name: 'Data from' });
  }

  async choose(source: string): Promise<void> {
    await this.source().click();
    await this.page.getByRole('option', { name: source }).click();
  }

  /** Writes data by hand: what the step receives, or for the way to it the message at the start. */
  async write(json: string): Promise<void> {
    await this.choose('Own data');
    await this.page.getByRole('textbox', { name: 'Own data' }).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(json);
  }

  async run(reach: 'Run this step' | 'Run to here' | 'Run from here'): Promise<void> {
    await this.page.getByRole('button', { name: reach }).click();
    await expect(this.log().getByRole('status')).toContainText(`${reach}: done`);
  }

  /** Keeps the data that is shown as the sample of this draft. */
  async pin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pin this data as the sample' }).click();
    await expect(this.page.getByText('Pinned sample, draft only')).toBeVisible();
  }

  async unpin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Unpin the sample' }).click();
    await expect(this.page.getByText('Pinned sample, draft only')).toBeHidden();
  }

  /** What comes in, or goes out, as a tree. */
  async json(pane: 'Input' | 'Output'): Promise<Locator> {
    const section = this.page.getByTestId('step-view').getByRole('region', { name: pane, exact: true });
    await section.getByRole('tab', { name: 'JSON' }).click();
    return section.getByRole('tree', { name: `${pane}, tree` });
  }

  /** What the last try did, step by step. */
  log(): Locator {
    return this.page.getByRole('region', { name: 'Last try' });
  }

  /** A step of the last try; `data-how` says where its answer came from, `data-status` how it ended. */
  tried(node: string): Locator {
    return this.page.getByTestId(`tried:${node}`);
  }
}
