import { expect, type Locator, type Page } from '@playwright/test';

/** Tables of codes: their rows, their versions, and the codes nobody knows yet. */
export class TablesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/tables');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Tables' })).toBeVisible();
  }

  /** The line of a table in the list, by its name. */
  row(name: string): Locator {
    return this.page.getByTestId(`table-row:${name}`);
  }

  /** Begins a table with two columns and opens it. */
  async create(title: string, [first, second]: readonly [string, string]): Promise<void> {
    await this.page.getByRole('button', { name: 'New table' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New table' });
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByRole('textbox', { name: 'Column 1' }).fill(first);
    await dialog.getByRole('textbox', { name: 'Column 2' }).fill(second);
    await dialog.getByRole('button', { name: 'Create table' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }

  /** The dialog that compares a file with the table; `upload` chooses the file. */
  async importInto(title: string): Promise<{ readonly dialog: Locator; upload(csv: string): Promise<void> }> {
    await this.page.getByRole('button', { name: 'Import CSV…' }).click();
    const dialog = this.page.getByRole('dialog', { name: `Import into ${title}` });
    return {
      dialog,
      upload: (csv) =>
        dialog
          .getByLabel('CSV file')
          .setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }),
    };
  }

  /** The rows of the table that is open, its head included; moved in by arrow keys. */
  grid(): Locator {
    return this.page.getByRole('grid', { name: 'Rows' });
  }

  /** A row of the table that is open, by its first cell. */
  gridRow(key: string): Locator {
    return this.page.getByTestId(`grid-row:${key}`);
  }

  /** Publishes what was changed as the next version, with the reason. */
  async publish(version: number, why: string): Promise<void> {
    const form = this.page.getByRole('form', { name: 'Publish the changes' });
    await form.getByLabel('Why').fill(why);
    await form.getByRole('button', { name: `Publish version ${version}` }).click();
    await expect(form).toBeHidden();
  }

  /** What a version of the history changed, by its reason. */
  async changesOf(why: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'History' }).click();
    await this.page.getByRole('button', { name: why }).click();
    return this.page.getByRole('list', { name: 'Changed rows' });
  }

  /** A code that flows met and no table has. */
  unmapped(code: string): Locator {
    return this.page.getByTestId(`unmapped-row:${code}`);
  }

  /** Asks what a code is; its dialog takes the answer. */
  async map(code: string): Promise<Locator> {
    await this.unmapped(code).getByRole('button', { name: 'Map…' }).click();
    return this.page.getByRole('dialog', { name: `What is “${code}”?` });
  }
}
