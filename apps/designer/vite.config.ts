import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { iconChunk, lightIcons } from './build/icons.ts';
import { noColours } from './build/no-colours.ts';
import { typescriptLib } from './build/typescript-lib.ts';

const runtime = `http://127.0.0.1:${process.env.LOCKSTEP_PORT ?? '4700'}`;

/** Everything the page loads comes from its own origin and nothing is inlined, so a strict policy (CSP) holds. */
export default defineConfig({
  plugins: [react(), tailwindcss(), typescriptLib(), lightIcons(), noColours()],
  worker: { format: 'es', plugins: () => [typescriptLib()] },
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'], // light-dark() carries both themes
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ debugName: 'icons', name: iconChunk(join(import.meta.dirname, 'src')), test: /lucide-react/ }],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/hooks', '/status', '/docs', '/openapi.json'].map((path) => [path, { target: runtime }]),
    ),
  },
  test: { setupFiles: ['./src/testing/setup.ts'], css: false },
});
