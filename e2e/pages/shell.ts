import type { Page } from '@playwright/test';

export type Theme = 'light' | 'dark';

/** Chooses the theme before a page draws itself, as a person who chose it earlier would find it. */
export async function useTheme(page: Page, theme: Theme): Promise<void> {
  await page.addInitScript((value) => localStorage.setItem('lockstep.theme', value), theme);
}
