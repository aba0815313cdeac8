import { expect, type Locator, type Page } from '@playwright/test';

export type SystemName = 'shopify' | 'sap' | 'wms';

/** The first screen, as far as it tells how the systems are. */
export class OverviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  }

  /** A system of the picture; its name says how it is: `System SAP S/4HANA, Held back, 6 steps wait`. */
  system(connection: string): Locator {
    return this.page.getByTestId(`landscape:connection:${connection}`);
  }

  /** A flow of the picture, with what became of its messages in the last ten minutes. */
  flow(flowId: string): Locator {
    return this.page.getByTestId(`landscape:flow:${flowId}`);
  }
}

/** The screen of the simulated systems, where people break and heal them. */
export class EstatePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/estate');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Estate' })).toBeVisible();
  }

  card(system: SystemName): Locator {
    return this.page.getByTestId(`estate-card:${system}`);
  }

  /** Switches one of the ready-made outages on. */
  async break(system: SystemName, preset: 'Outage' | 'Flaky' | 'Slow'): Promise<void> {
    await this.card(system).getByRole('button', { name: preset, exact: true }).click();
    await expect(this.card(system)).toHaveAttribute('data-faulty', 'true');
  }

  /** Lets every write of a system happen and its answer be lost. */
  async loseAllAnswers(system: SystemName): Promise<void> {
    const card = this.card(system);
    await card.getByRole('button', { name: 'All switches' }).click();
    await card.getByRole('slider', { name: 'Writes done, answer lost' }).press('End');
    await card.getByRole('button', { name: 'Apply' }).click();
    await expect(card.getByRole('alert')).toContainText('loses the answer of 100 % of writes');
  }

  async heal(system: SystemName): Promise<void> {
    await this.card(system)
      .getByRole('button', { name: /^Heal / })
      .click();
    await expect(this.card(system)).toHaveAttribute('data-faulty', 'false');
  }

  /** Lets the shop sell some orders now. */
  async sell(count: number): Promise<void> {
    await this.page.getByRole('spinbutton', { name: 'How many orders' }).fill(String(count));
    await this.page.getByRole('button', { name: 'Send now' }).click();
  }
}
