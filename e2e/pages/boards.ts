import { expect, type Locator, type Page } from '@playwright/test';

/** The dashboards: pictures of a span of time, each of whose numbers opens its list. */
export class BoardsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** @param search for example `?hours=6` */
  async open(board = 'today', search = ''): Promise<void> {
    await this.page.goto(`/dash/${board}${search}`);
    await expect(this.page.getByRole('navigation', { name: 'Boards' })).toBeVisible();
  }

  /** Another board, by the word on its tab. */
  async show(title: string): Promise<void> {
    const tabs = this.page.getByRole('navigation', { name: 'Boards' });
    await tabs.getByRole('link', { name: title, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }

  /** A big number with its label and note. */
  number(label: string): Locator {
    return this.page
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: `${label}: show the list` }) });
  }

  picture(title: string): Locator {
    return this.page.getByRole('figure', { name: title });
  }

  /** The numbers of a picture, as a table. */
  async asTable(title: string): Promise<Locator> {
    await this.picture(title).getByRole('button', { name: 'Show as a table' }).click();
    return this.picture(title).getByRole('table');
  }
}
