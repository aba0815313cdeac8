import { expect, type Locator, type Page } from '@playwright/test';

/** The registry of contracts: drafts, versions, who uses them. */
export class ContractsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(name?: string): Promise<void> {
    await this.page.goto(name === undefined ? '/contracts' : `/contracts/${name}`);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** The line of a contract in the list. */
  row(name: string): Locator {
    return this.page.getByTestId(`contract-row:${name}`);
  }

  /** Begins the draft of a new contract and opens it. */
  async create(is: { readonly name: string; readonly title: string; readonly owner: string }): Promise<void> {
    await this.page.getByRole('button', { name: 'New contract' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New contract' });
    await dialog.getByLabel('Name').fill(is.name);
    await dialog.getByLabel('Title').fill(is.title);
    await dialog.getByLabel('Owner').fill(is.owner);
    await dialog.getByRole('button', { name: 'Begin draft' }).click();
  }

  async draft(): Promise<void> {
    await this.page.getByRole('button', { name: 'Draft a new version' }).click();
  }

  field(name: string): Locator {
    return this.page.getByTestId(`contract-field:${name}`);
  }

  async addField(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add field' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New field' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await expect(dialog).toBeHidden();
  }

  async renameField(name: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: `Change ${name}`, exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name });
    await dialog.getByLabel('Name').fill(to);
    await dialog.getByRole('button', { name: 'Change field' }).click();
  }

  /** Writes an example anew; the first is 1. */
  async writeExample(nr: number, json: string): Promise<void> {
    await this.page.getByRole('textbox', { name: `Example ${nr}`, exact: true }).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(json);
  }

  /** Opens the dialog of publishing, which says what the change means and which version it must be. */
  async publishing(name: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Publish…' }).click();
    return this.page.getByRole('dialog', { name: `Publish ${name}` });
  }

  /** Publishes as the version that is proposed, and waits until it is shown. */
  async publish(name: string, version: string, note: string): Promise<void> {
    const dialog = await this.publishing(`${name} ${version}`);
    await dialog.getByLabel('Note').fill(note);
    await dialog.getByRole('button', { name: `Publish ${version}`, exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByRole('combobox', { name: 'Version' })).toContainText(version);
  }

  async tab(name: 'Used by' | 'Versions'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** What a flow uses of it. */
  use(flowId: string): Locator {
    return this.page.getByTestId(`contract-use:${flowId}`);
  }

  version(version: string): Locator {
    return this.page.getByTestId(`contract-version:${version}`);
  }

  /** Opens the dialog that announces the end of a version. */
  async deprecating(name: string, version: string): Promise<Locator> {
    await this.version(version).getByRole('button', { name: 'Deprecate…' }).click();
    return this.page.getByRole('dialog', { name: `Deprecate ${name} ${version}` });
  }
}
