import type { Page } from '@playwright/test';
import axe from 'axe-core';

interface Look {
  /** All rules but these. */
  readonly without?: readonly string[];
  /** CSS selectors of what is not looked at. */
  readonly exclude?: readonly string[];
}

/** A rule that something breaks, with the markup of each. */
interface Broken {
  readonly id: string;
  readonly markup: readonly string[];
}

/**
 * What axe finds wrong with the page as it stands: a line for each rule, with the markup it means.
 *
 * Asks the page itself. The builder of `@axe-core/playwright` opens an empty page for each look to put the results of
 * several frames together, and carries home what passed; we have one frame, and ask for what is wrong.
 */
export async function violations(page: Page, { without = [], exclude = [] }: Look = {}): Promise<string[]> {
  await injectAxe(page);
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  const found = await page.evaluate(
    async ({ exclude, options }) => {
      const here = window as unknown as { readonly axe: typeof axe };
      const context = { exclude: exclude.map((selector) => [selector]) };
      const { violations } = await here.axe.run(context, options);
      return violations.map(({ id, nodes }) => ({ id, markup: nodes.map(({ html }) => html) }));
    },
    { exclude: [...exclude], options },
  );
  return linesOf(found);
}

/** Once for each load of a page. */
export async function injectAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
}

export function linesOf(broken: readonly Broken[]): string[] {
  return broken.map(({ id, markup }) => `${id}: ${markup.map((html) => html.slice(0, 160)).join(' | ')}`);
}
