import { expect, type Locator, type Page } from '@playwright/test';

/** The queue of runs that need a person. */
export class ExceptionsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`/exceptions${search}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Exceptions' })).toBeVisible();
  }

  /** The row of a message, by its business key. */
  row(businessKey: string): Locator {
    return this.page
      .locator('[data-testid^="exception-row:"]')
      .filter({ has: this.page.getByRole('link', { name: businessKey, exact: true }) });
  }

  async retry(businessKey: string): Promise<void> {
    await this.page.getByRole('button', { name: `Retry ${businessKey}`, exact: true }).click();
  }
}
