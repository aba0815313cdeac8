import { defineConfig } from '@playwright/test';
import { CHROMIUM_SWITCHES } from './chromium.ts';

/** Two workers, each with a server, a database and a browser of its own: a journey waits more than it works. */
export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'crash/**/*.spec.ts', 'stock/**/*.spec.ts', 'peak/**/*.spec.ts'],
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/report.json' }]],
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/looks/{arg}{ext}',
  use: {
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    // A trace costs every test a third of its time, also those that pass: `npm run e2e -- --trace on` when one is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.LOCKSTEP_CHROMIUM && { executablePath: process.env.LOCKSTEP_CHROMIUM }),
      args: [...CHROMIUM_SWITCHES],
    },
  },
});
