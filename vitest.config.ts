import { defineConfig } from 'vitest/config';
import './scripts/mend-driver.ts';

/** For a machine that does other things, too. */
const testTimeout = 30_000;
/** Files of a worker share its modules, and the designer's its jsdom: what they import is loaded once, not once a file. */
const isolate = false;

/** One for each core: a test that waits for PostgreSQL or for a child leaves its own to others. */
const maxWorkers = '100%';

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      { test: { name: 'schema', root: 'packages/schema', include: ['src/**/*.test.ts'], isolate, testTimeout } },
      { test: { name: 'nodes', root: 'packages/nodes', include: ['src/**/*.test.ts'], isolate, testTimeout } },
      {
        test: {
          name: 'runtime',
          root: 'apps/runtime',
          include: ['src/**/*.test.ts'],
          testTimeout,
          isolate,
          hookTimeout: 60_000,
          execArgv: ['--import', new URL('apps/runtime/src/cli/quick-imports.ts', import.meta.url).href],
        },
      },
      {
        extends: 'apps/designer/vite.config.ts',
        test: {
          name: 'designer',
          root: 'apps/designer',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          isolate,
          maxWorkers,
          testTimeout,
        },
      },
      { test: { name: 'e2e', root: 'e2e', include: ['**/*.test.ts'], isolate, testTimeout } },
      { test: { name: 'repo', root: '.', include: ['scripts/**/*.test.ts'], testTimeout } },
    ],
  },
});
