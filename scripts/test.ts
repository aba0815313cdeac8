import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { buildDesigner } from './build-designer.ts';
import { ensurePeers } from './peers.ts';
import { readPlaywright, readVitest, type Tally, total } from './report.ts';
import { run, runQuietly } from './run.ts';

/**
 * `npm test`: everything that must hold before a change goes in. Lint, types and unused code beside unit and store tests,
 * then browser journeys with the short crash run. Ends with one line, `N passed, N failed`, summed over all of them.
 */
const scratch = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
const tallies: Tally[] = [];

type Check = readonly [name: string, command: string, ...args: string[]];

const CHECKS: readonly Check[] = [
  ['lint', 'npx', 'biome', 'ci', '.'],
  ['types', 'npx', 'turbo', 'run', 'types', '--output-logs=errors-only'],
  ['unused code', 'npx', 'knip'],
];

/** One check after the other, beside the unit tests, which leave a third of two cores idle; each tells when it is through. */
async function runChecks(): Promise<void> {
  for (const [name, command, ...args] of CHECKS) {
    const { code, output } = await runQuietly(command, args);
    heading(name);
    process.stdout.write(output);
    tallies.push({ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
  }
}

async function suite(
  name: string,
  read: (file: string) => Omit<Tally, 'name'>,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  file: string,
): Promise<void> {
  heading(name);
  const code = await run(command, args, env);
  const counts = read(file);
  // A runner that broke without a failed test still failed.
  tallies.push({ name, ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed });
}

function heading(name: string): void {
  console.log(`\n== ${name} ${'='.repeat(Math.max(0, 76 - name.length))}`);
}

try {
  await ensurePeers();
  const checks = runChecks();
  const unit = join(scratch, 'vitest.json');
  await suite(
    'unit and store',
    readVitest,
    'npx',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
    {},
    unit,
  );
  await checks;
  heading('designer build');
  await buildDesigner();
  const browser = await ensureBrowser();
  const journeys = join(scratch, 'playwright.json');
  await suite(
    'journeys',
    readPlaywright,
    'npx',
    ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
    { LOCKSTEP_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: journeys },
    journeys,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  tallies.push({ name: 'set-up', passed: 0, failed: 1, skipped: 0 });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const sum = total(tallies);
console.log('');
console.table(tallies);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
