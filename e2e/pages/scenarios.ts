import { expect, type Locator, type Page } from '@playwright/test';

/** The board of the scenarios of all flows. */
export class ScenariosPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/scenarios');
    await expect(this.page.getByRole('searchbox', { name: 'Search flows and scenarios' })).toBeVisible();
  }

  /** Shows only flows and scenarios that are called so. */
  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search flows and scenarios' }).fill(text);
  }

  async run(flowName: string): Promise<void> {
    await this.page.getByRole('button', { name: `Run the scenarios of ${flowName}`, exact: true }).click();
  }

  /** The line of a scenario; it says how the newest try came out. */
  row(flowName: string, scenario: string): Locator {
    return this.page
      .getByRole('table', { name: `Scenarios of ${flowName}`, exact: true })
      .getByRole('row')
      .filter({ hasText: scenario });
  }
}
