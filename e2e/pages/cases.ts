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
}
