import { expect, type Locator, type Page } from '@playwright/test';

/**
 * The settings of the selected step. A field is found by its JSON pointer in the parameters, which is what its markup
 * says (`data-field`): labels repeat in lists.
 */
export class Inspector {
  readonly page: Page;
  readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Inspector' });
  }

  field(pointer: string): Locator {
    return this.panel.locator(`[data-field="${pointer}"]`);
  }

  async rename(name: string): Promise<void> {
    await this.panel.getByRole('textbox', { name: 'Name of the step' }).fill(name);
  }

  async fill(pointer: string, text: string): Promise<void> {
    await this.field(pointer).getByRole('textbox').fill(text);
  }

  /** Picks one of the choices of a field by the words people read. */
  async choose(pointer: string, option: string | RegExp): Promise<void> {
    await this.field(pointer).getByRole('combobox').click();
    await this.page.getByRole('option', { name: option }).click();
    await expect(this.page.getByRole('listbox')).toBeHidden();
  }

  /** Writes over what a code field holds, by keyboard, as its author would. */
  async type(pointer: string, text: string): Promise<void> {
    const editor = this.field(pointer).locator('.cm-content');
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await editor.blur();
  }

  /** Makes a field computed and writes its expression, without the equals sign. */
  async compute(pointer: string, expression: string): Promise<void> {
    const toggle = this.field(pointer).getByRole('button', { name: /computed by an expression/ });
    if ((await toggle.getAttribute('aria-pressed')) === 'false') await toggle.click();
    await this.type(pointer, expression);
  }

  async addItem(what: string): Promise<void> {
    await this.panel.getByRole('button', { name: `Add ${what}`, exact: true }).click();
  }

  async openSection(title: string): Promise<void> {
    const section = this.panel.getByRole('group').filter({ has: this.page.locator('summary', { hasText: title }) });
    if ((await section.getAttribute('open')) === null) await section.locator('summary').click();
  }

  /** Sets how often a failed step is tried, and how long the first wait is. */
  async retry(policy: { readonly attempts: number; readonly firstWaitMs: number }): Promise<void> {
    await this.openSection('Reliability');
    await this.panel.getByRole('spinbutton', { name: 'Attempts' }).fill(String(policy.attempts));
    const wait = this.panel.getByRole('spinbutton', { name: 'First wait' });
    await wait.fill(String(policy.firstWaitMs));
    await wait.blur();
    await expect(this.panel.getByTestId('retry-sentence')).toContainText(`Up to ${policy.attempts} attempts`);
  }
}
