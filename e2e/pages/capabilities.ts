import { expect, type Locator, type Page } from '@playwright/test';

/** Capabilities: which flow serves each, for whom, and what another one would have answered. */
export class CapabilitiesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(name: string): Promise<void> {
    await this.page.goto('/capabilities');
    await this.page.getByRole('link', { name }).click();
    await expect(this.binding()).toBeVisible();
  }

  /** The form of its binding. */
  binding(): Locator {
    return this.page.getByRole('form', { name: 'Binding' });
  }

  /** Chooses the flow that serves it, or the one its answers are compared with. */
  async choose(field: 'Served by' | 'With', offer: RegExp): Promise<void> {
    await this.binding().getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: offer }).click();
  }

  /** Has each call answered by a second flow too, or not any more. */
  async toggleComparing(): Promise<void> {
    await this.binding().getByRole('switch', { name: 'Compare' }).click();
  }

  /** Where a call with this key would go. */
  async tryKey(key: string): Promise<Locator> {
    await this.binding().getByRole('textbox', { name: 'Try it' }).fill(key);
    return this.binding().getByRole('status', { name: 'Where it goes' });
  }

  /** Puts what the form says in force, with the reason. */
  async putInForce(why: string): Promise<void> {
    await this.binding().getByRole('textbox', { name: 'Why' }).fill(why);
    await this.binding()
      .getByRole('button', { name: /^Put binding \d+ in force$/ })
      .click();
    await expect(this.page.getByRole('list', { name: 'Bindings, newest first' }).getByText(why)).toBeVisible();
  }

  /** Answers that were compared and are the same, or differ. */
  async showCompared(how: 'Same' | 'Different'): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${how}`) }).click();
  }

  /** The comparison of one call, by its key; `data-state` says how it came out. */
  compared(key: string): Locator {
    return this.page.getByTestId(`compared:${key}`);
  }
}
