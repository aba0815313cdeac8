import { expect, type Locator, type Page } from '@playwright/test';

/** The home screen of operators: how all flows stand, by numbers that lead to their lists. */
export class OverviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  }

  /** One of the newest runs. */
  run(runId: string): Locator {
    return this.page.getByTestId(`run-row:${runId}`);
  }

  /** Follows a number to its list: `Runs that are done`, `Open exceptions`. */
  async follow(number: string): Promise<void> {
    await this.page.getByRole('link', { name: number, exact: true }).click();
  }
}
