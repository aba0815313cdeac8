import { expect, type Locator, type Page } from '@playwright/test';

/** What a flow needs of the place where it runs: the panel of its drawing. */
export class NeedsPanel {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(flowId: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}?panel=bindings`);
  }

  /** What a flow needs, and what is here for it. */
  need(kind: 'variable' | 'connection' | 'table', name: string): Locator {
    return this.page.getByTestId(`need:${kind}:${name}`);
  }
}

/** Values of an environment that flows read by name. */
export class VariablesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  row(name: string): Locator {
    return this.page.getByTestId(`variable-row:${name}`);
  }

  /** Fills the dialog of a new variable, which stands open, and saves it. */
  async fillNew({ type, value, why }: { readonly type: string; readonly value: string; readonly why: string }) {
    const dialog = this.newDialog();
    await dialog.getByLabel('Type').click();
    await this.page.getByRole('option', { name: type }).click();
    await dialog.getByLabel('Value').fill(value);
    await dialog.getByLabel('Why it changes').fill(why);
    await dialog.getByRole('button', { name: 'Save' }).click();
  }

  newDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'New variable' });
  }

  async history(name: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `History of ${name}` }).click();
    return this.page.getByRole('dialog', { name: `History of ${name}` });
  }
}

/** Bringing flows from this environment to another. */
export class PromotionPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(flowId: string): Promise<void> {
    await this.page.goto(`/promotion?flow=${flowId}`);
  }

  async addEnvironment(name: string, address: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add an environment' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Add an environment' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Address').fill(address);
    await dialog.getByRole('button', { name: 'Save' }).click();
  }

  async plan(): Promise<void> {
    await this.page.getByRole('button', { name: 'Make the plan' }).click();
  }

  /** What the plan says of a flow: what it lacks there, what changes. */
  planned(flowId: string): Locator {
    return this.page.getByTestId(`planned:${flowId}`);
  }

  /** The button that does what is planned; it is there only when nothing is missing. */
  promoting(): Locator {
    return this.page.getByRole('button', { name: /^Promote/ });
  }

  async promote(reason: string): Promise<void> {
    await this.page.getByLabel('Reason').fill(reason);
    await this.promoting().click();
    await expect(this.history()).toContainText(reason);
  }

  history(): Locator {
    return this.page.getByRole('region', { name: 'History of promotions' });
  }
}
