import { defineConfig } from 'vitest/config';
import './scripts/mend-driver.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'schema', root: 'packages/schema', include: ['src/**/*.test.ts'] } },
      { test: { name: 'nodes', root: 'packages/nodes', include: ['src/**/*.test.ts'] } },
      {
        test: {
          name: 'runtime',
          root: 'apps/runtime',
          include: ['src/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          execArgv: ['--import', new URL('apps/runtime/src/cli/quick-imports.ts', import.meta.url).href],
        },
      },
      {
        extends: 'apps/designer/vite.config.ts',
        test: { name: 'designer', root: 'apps/designer', include: ['src/**/*.test.{ts,tsx}'], environment: 'jsdom' },
      },
      { test: { name: 'e2e', root: 'e2e', include: ['**/*.test.ts'] } },
      { test: { name: 'repo', root: '.', include: ['scripts/**/*.test.ts'] } },
    ],
  },
});
