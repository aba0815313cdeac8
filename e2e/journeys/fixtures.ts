import { type BrowserContext, test as base, expect } from '@playwright/test';
import { CanvasPage } from '../pages/canvas.ts';
import { CapabilitiesPage } from '../pages/capabilities.ts';
import { CasesPage } from '../pages/cases.ts';
import { ContractsPage } from '../pages/contracts.ts';
import { NeedsPanel, PromotionPage, VariablesPage } from '../pages/environments.ts';
import { EstatePage } from '../pages/estate.ts';
import { ExceptionsPage } from '../pages/exceptions.ts';
import { FlowsPage } from '../pages/flows.ts';
import { Inspector } from '../pages/inspector.ts';
import { Mapper } from '../pages/mapper.ts';
import { ModesPage } from '../pages/modes.ts';
import { OverviewPage } from '../pages/overview.ts';
import { RunPage, RunsPage } from '../pages/runs.ts';
import { TablesPage } from '../pages/tables.ts';
import { VersionsPanel } from '../pages/versions.ts';
import { type RuntimeProcess, scratchFolder, startProcess } from '../world.ts';
import { Estate } from './estate.ts';

interface Worker {
  /** A runtime with the demo estate, silent until a test makes the shop sell. One for all journeys of a worker. */
  readonly runtime: RuntimeProcess;
  /** A name gives the tests that say it a runtime of their own, where nobody else has left anything. */
  readonly alone: string;
  /** The runtime forgets and waits as tests ask it to: `LOCKSTEP_TEST_API`. */
  readonly testMode: boolean;
}

interface Journey {
  /** Console errors this journey provokes on purpose, for example the 412 of a conflict. */
  readonly expectedErrors: readonly RegExp[];
  /** Shows the first steps beside a new flow, as to somebody who never saw them. */
  readonly firstSteps: boolean;
  readonly estate: Estate;
  readonly flows: FlowsPage;
  readonly canvas: CanvasPage;
  readonly inspector: Inspector;
  readonly versions: VersionsPanel;
  readonly mapper: Mapper;
  readonly runs: RunsPage;
  readonly run: RunPage;
  readonly exceptions: ExceptionsPage;
  readonly estatePage: EstatePage;
  readonly overview: OverviewPage;
  readonly modes: ModesPage;
  readonly cases: CasesPage;
  readonly tables: TablesPage;
  readonly contracts: ContractsPage;
  readonly capabilities: CapabilitiesPage;
  readonly needs: NeedsPanel;
  readonly variables: VariablesPage;
  readonly promotion: PromotionPage;
}

/** Journeys begin here: a fresh browser context on a running Lockstep, and no console error goes unseen. */
export const test = base.extend<Journey, Worker>({
  alone: ['', { scope: 'worker', option: true }],
  testMode: [false, { scope: 'worker', option: true }],
  runtime: [
    async ({ testMode }, use) => {
      const folder = scratchFolder('journeys');
      try {
        const runtime = await startProcess({
          LOCKSTEP_DATA_DIR: folder.path,
          LOCKSTEP_DEMO: '1',
          LOCKSTEP_ORDERS_PER_MINUTE: '0',
          ...(testMode && { LOCKSTEP_TEST_API: '1' }),
        });
        await use(runtime);
        await runtime.stop();
      } finally {
        folder.remove();
      }
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: ({ runtime }, use) => use(runtime.url),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  actionTimeout: ({}, use) => use(15_000),
  expectedErrors: [[], { option: true }],
  firstSteps: [false, { option: true }],
  context: async ({ context, expectedErrors, firstSteps }, use) => {
    const errors = collectErrors(context);
    if (!firstSteps)
      await context.addInitScript(() => {
        if (location.origin !== 'null') localStorage.setItem('lockstep.first-steps', 'seen');
      });
    await use(context);
    const unexpected = errors.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors in the console of the browser').toEqual([]);
  },
  estate: ({ runtime }, use) => use(new Estate(runtime.url)),
  flows: ({ page }, use) => use(new FlowsPage(page)),
  canvas: ({ page }, use) => use(new CanvasPage(page)),
  inspector: ({ page }, use) => use(new Inspector(page)),
  mapper: ({ page }, use) => use(new Mapper(page)),
  versions: ({ page }, use) => use(new VersionsPanel(page)),
  runs: ({ page }, use) => use(new RunsPage(page)),
  run: ({ page }, use) => use(new RunPage(page)),
  exceptions: ({ page }, use) => use(new ExceptionsPage(page)),
  estatePage: ({ page }, use) => use(new EstatePage(page)),
  overview: ({ page }, use) => use(new OverviewPage(page)),
  modes: ({ page }, use) => use(new ModesPage(page)),
  cases: ({ page }, use) => use(new CasesPage(page)),
  tables: ({ page }, use) => use(new TablesPage(page)),
  contracts: ({ page }, use) => use(new ContractsPage(page)),
  capabilities: ({ page }, use) => use(new CapabilitiesPage(page)),
  needs: ({ page }, use) => use(new NeedsPanel(page)),
  variables: ({ page }, use) => use(new VariablesPage(page)),
  promotion: ({ page }, use) => use(new PromotionPage(page)),
});

export { expect };

/** Everything the browser complains about: thrown errors, refused resources, violations of the content policy. */
function collectErrors(context: BrowserContext): readonly string[] {
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(error.error().stack ?? error.error().message));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url, lineNumber } = message.location();
    errors.push(`${message.text()} (${url}:${lineNumber})`);
  });
  return errors;
}
