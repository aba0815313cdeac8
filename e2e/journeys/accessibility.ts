import type { Page } from '@playwright/test';
import axe from 'axe-core';

interface Look {
  /** Only these rules. */
  readonly only?: readonly string[];
  /** All rules but these. */
  readonly without?: readonly string[];
  /** CSS selectors of what is not looked at. */
  readonly exclude?: readonly string[];
}

/**
 * What axe finds wrong with the page as it stands: a line for each rule, with the markup it means.
 *
 * Asks the page itself. The builder of `@axe-core/playwright` opens an empty page for each look to put the results of
 * several frames together, and carries home what passed; we have one frame, and ask for what is wrong.
 */
export async function violations(page: Page, { only, without = [], exclude = [] }: Look = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(only && { runOnly: [...only] }),
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  return page.evaluate(
    async ({ exclude, options }) => {
      const here = window as unknown as { readonly axe: typeof axe };
      const context = { exclude: exclude.map((selector) => [selector]) };
      const { violations } = await here.axe.run(context, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    },
    { exclude: [...exclude], options },
  );
}
