import { expect, type Locator, type Page } from '@playwright/test';

/** The list of runs. */
export class RunsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`/runs${search}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
  }

  row(runId: string): Locator {
    return this.page.getByTestId(`run-row:${runId}`);
  }

  rows(): Locator {
    return this.page.locator('[data-testid^="run-row:"]');
  }

  async filter(name: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }
}

/** One run on the canvas it travelled. */
export class RunPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(runId: string): Promise<void> {
    await this.page.goto(`/runs/${runId}`);
    await this.page.getByRole('button', { name: 'Fit the flow' }).click();
  }

  /** The status beside the name of the run. */
  status(): Locator {
    return this.page.getByRole('main').getByRole('status').first();
  }

  /** The state of a step on the canvas. */
  step(node: string): Locator {
    return this.page.getByTestId(`step-status:${node}`);
  }

  /** The row of a step in the list beside its details. */
  stepRow(node: string): Locator {
    return this.page.getByTestId(`step-row:${node}`);
  }

  async expectSteps(statuses: Readonly<Record<string, string>>): Promise<void> {
    for (const [node, status] of Object.entries(statuses)) {
      await expect(this.step(node), `step ${node}`).toHaveAttribute('data-status', status);
    }
  }

  /** The card of a step on the canvas, whose name says how it stands: `Create sales order, ..., failed, 3 attempts`. */
  card(name: RegExp): Locator {
    return this.page.getByRole('group', { name });
  }

  /** Begins it anew, with what it had taken back. */
  async replayFromTheBeginning(): Promise<void> {
    await this.page.getByRole('button', { name: 'Replay…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Replay this run' });
    await dialog.getByRole('combobox', { name: 'Begin at' }).click();
    await this.page.getByRole('option', { name: 'The beginning' }).click();
    await dialog.getByRole('button', { name: 'Start replay' }).click();
    await expect(dialog).toBeHidden();
  }

  async tab(name: 'Summary' | 'Input' | 'Settings' | 'Output'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }
}
