import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lightIcons } from './build/icons.ts';

/** The page of `lockstep report`, drawn by Node: one file with everything in it. Built after the designer, into its folder. */
export default defineConfig({
  plugins: [react(), tailwindcss(), lightIcons()],
  build: {
    ssr: 'src/report/render.tsx',
    outDir: 'dist/report',
    emptyOutDir: true,
    target: 'node20',
    minify: true,
    copyPublicDir: false,
  },
  ssr: { noExternal: true },
});
