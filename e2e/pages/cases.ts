import { expect, type Locator, type Page } from '@playwright/test';

/** An order, a return or a shipment as all flows know it together. */
export class CasePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(kind: string, key: string): Promise<void> {
    await this.page.goto(`/cases/${kind}/${encodeURIComponent(key)}`);
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(key);
  }

  /** State, counts and what is expected next. */
  facts(): Locator {
    return this.page.getByLabel('How it stands');
  }

  /** What happened, line by line. */
  story(): Locator {
    return this.page.getByRole('list', { name: 'What happened' });
  }

  line(name: RegExp): Locator {
    return this.page.getByRole('table', { name: 'Lines' }).getByRole('row', { name });
  }

  /** Follows a line of the story to the run of this flow behind it. */
  async openRun(flowName: RegExp): Promise<void> {
    await this.story().getByRole('link', { name: flowName }).first().click();
    await expect(this.page).toHaveURL(/\/runs\//);
  }
}

/** The list of cases. */
export class CasesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Looks for a case by its key and opens it by its title: `Order J-3001`. */
  async find(key: string, title: string): Promise<CasePage> {
    await this.page.goto(`/cases?search=${encodeURIComponent(key)}`);
    await this.page.getByRole('link', { name: title }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    return new CasePage(this.page);
  }
}
