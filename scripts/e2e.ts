import { ensureBrowser } from './browser.ts';
import { buildDesigner } from './build-designer.ts';
import { run } from './run.ts';

/** `npm run e2e [-- playwright arguments]`: only the browser journeys, against a fresh build. */
await buildDesigner();
const browser = await ensureBrowser();
process.exitCode = await run(
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  { LOCKSTEP_CHROMIUM: browser },
);
