import { expect, type Locator, type Page } from '@playwright/test';

/** What the canvas of a flow shows: the drawing (design), one run (run), or what went through (operate). */
export class ModesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async show(mode: 'Design' | 'Run' | 'Operate'): Promise<void> {
    await this.page
      .getByRole('group', { name: 'What the canvas shows' })
      .getByRole('button', { name: mode, exact: true })
      .click();
    await expect(this.page).toHaveURL(mode === 'Design' ? /\/flows\// : new RegExp(`mode=${mode.toLowerCase()}`));
  }

  /** Operate: what a step did in the span that is shown, in one line of a table. */
  traffic(stepName: string): Locator {
    return this.page
      .getByRole('table', { name: 'What the steps did' })
      .getByRole('row', { name: new RegExp(`^${stepName}`) });
  }

  /** Operate: the mark on an edge that says how much went along it; `data-volume` from 0 on. */
  volume(edge: string): Locator {
    return this.page.getByTestId(`edge:${edge}`).locator('[data-volume]').first();
  }

  /** Run: what happened at the moment that is shown. */
  moment(): Locator {
    return this.page.getByTestId('moment');
  }

  /** Run: goes to the first or the last moment. */
  async goTo(end: 'beginning' | 'end'): Promise<void> {
    if (end === 'beginning') await this.page.getByRole('button', { name: 'To the beginning' }).click();
    else await this.page.getByRole('slider', { name: 'Moment' }).press('End');
  }

  /** Run: shows on the edges what went along them. */
  async showValues(): Promise<void> {
    await this.page.getByText('Values', { exact: true }).click();
  }
}
