import { expect, type Locator, type Page } from '@playwright/test';

/** Publishing, and the list of what was published. */
export class VersionsPanel {
  readonly page: Page;
  readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Versions' });
  }

  /** Publishes the draft with a note and waits until the version is live. */
  async publish(version: number, note: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: `Publish version ${version}` });
    await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
    await dialog.getByRole('button', { name: `Publish version ${version}` }).click();
    const done = this.page.getByRole('dialog', { name: `Version ${version} is live` });
    await expect(done).toBeVisible();
    await done.getByRole('button', { name: 'Done' }).click();
    await expect(this.page.getByText(`Live v${version}`)).toBeVisible();
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Versions', exact: true }).click();
    await expect(this.panel).toBeVisible();
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close versions' }).click();
  }

  item(version: number): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: `Version ${version}` });
  }

  /** Shows an old version and brings it back as the draft. */
  async restore(version: number): Promise<void> {
    await this.item(version).getByRole('button', { name: 'View' }).click();
    await this.panel.getByRole('button', { name: 'Restore into the draft' }).click();
    await expect(this.page.getByText(`Version ${version} is the draft now`)).toBeVisible();
  }

  /** Makes an earlier version live again, as version `next`. */
  async rollBack(version: number, next: number): Promise<void> {
    await this.item(version).getByRole('button', { name: 'View' }).click();
    await this.panel.getByRole('button', { name: 'Roll back to it…' }).click();
    const dialog = this.page.getByRole('dialog', { name: `Roll back to version ${version}?` });
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await expect(this.page.getByText(`Live v${next}`)).toBeVisible();
  }

  /** Makes the draft what is live. */
  async discardChanges(live: number): Promise<void> {
    await this.item(live).getByRole('button', { name: 'View' }).click();
    await this.panel.getByRole('button', { name: 'Discard the draft’s changes' }).click();
    await expect(this.page.getByText(`Version ${live} is the draft now`)).toBeVisible();
  }
}
