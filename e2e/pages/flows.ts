import { expect, type Locator, type Page } from '@playwright/test';

/** The list of flows. */
export class FlowsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/flows');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible();
  }

  row(flowId: string): Locator {
    return this.page.getByTestId(`flow-row:${flowId}`);
  }

  /** Opens the dialog that copies a flow for another partner, channel or region. */
  async cloning(name: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Clone with bindings…' }).click();
    return this.page.getByRole('dialog', { name: `Clone ${name}` });
  }

  /** Makes an empty flow and ends on its canvas. */
  async create(name: string, id: string): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: 'New flow' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'New flow' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Id' }).fill(id);
    await dialog.getByRole('button', { name: 'Create flow' }).click();
    await expect(this.page).toHaveURL(new RegExp(`/flows/${id}`));
    await expect(this.page.getByTestId('save-state')).toHaveText('Saved');
    // The keys belong to the canvas once the dialog has given the focus back and nothing is on its way.
    await expect(dialog).toBeHidden();
    await expect(this.page.locator('html')).toHaveAttribute('data-app-idle', 'true');
  }
}
