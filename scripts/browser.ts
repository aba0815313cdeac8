import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { run } from './run.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** Path of a Chromium on this machine: `LOCKSTEP_CHROMIUM`, the usual places, Playwright's own; `undefined` when none. */
export function findBrowser(): string | undefined {
  const own = chromium.executablePath();
  return [process.env.LOCKSTEP_CHROMIUM, ...PLACES, own].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
}

/**
 * A Chromium for the browser tests, installed when there is none: through apt where that works, else by Playwright.
 *
 * @throws Error with what was tried, when no browser could be had
 */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chromium found; installing one (set LOCKSTEP_CHROMIUM to use your own).');
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
  }
  if (!findBrowser()) await run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
  const installed = findBrowser();
  if (!installed)
    throw new Error('No Chromium: apt and Playwright both failed. Install one and set LOCKSTEP_CHROMIUM to its path.');
  return installed;
}
