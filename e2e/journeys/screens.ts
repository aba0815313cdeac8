import { expect, type Page } from '@playwright/test';
import { CanvasPage } from '../pages/canvas.ts';
import { RunPage } from '../pages/runs.ts';
import { BOARD_SCREENS } from './board-screens.ts';
import { CANVAS_SCREENS } from './canvas-screens.ts';
import { CAPABILITY_SCREENS } from './capability-screens.ts';
import { CUSTOMER_SCREENS } from './customer-screens.ts';
import { MODE_SCREENS } from './mode-screens.ts';
import { SAMPLE_SCREENS } from './sample-screens.ts';
import { MAP_PICTURE, tellCarrier, tellOrders, tellStock, writeContract } from './screen-data.ts';
import { ENVIRONMENT_SCREENS } from './screens-environments.ts';
import { REVIEW_SCREENS } from './screens-review.ts';
import { RUNTIME_SCREENS } from './screens-runtime.ts';
import { mappedFlow } from './small-flow.ts';

/** What the screens show: ids of things a worker made once for all pictures. */
export interface Scene {
  readonly doneRun: string;
  readonly failedRun: string;
}

export interface Screen {
  readonly name: string;
  /** One line for the gallery. */
  readonly caption: string;
  /** Also drawn at 1024x768. */
  readonly narrow?: true;
  /** Goes there and waits until everything is drawn. */
  readonly open: (page: Page, scene: Scene) => Promise<void>;
}

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** Every screen of the designer, in the order of the gallery. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'overview',
    caption: 'Overview: what came in during the last 24 hours, and what became of it.',
    open: async (page) => {
      await page.goto('/');
      await heading(page, 'Overview');
      await expect(page.getByRole('table', { name: 'Recent runs' })).toBeVisible();
      await expect(page.getByText('Misbehaving').or(page.getByText('Healthy')).first()).toBeVisible();
    },
  },
  ...BOARD_SCREENS,
  {
    name: 'flows',
    caption: 'Flows: each one a drawing with versions.',
    open: async (page) => {
      await page.goto('/flows');
      await expect(page.getByRole('table', { name: 'Flows' })).toBeVisible();
    },
  },
  {
    name: 'clone-flow',
    caption:
      'Clone with bindings: the same steps for another partner, bound to other connections, tables and addresses.',
    narrow: true,
    open: async (page) => {
      await page.goto('/flows');
      await page.getByRole('searchbox', { name: 'Search flows' }).fill('carrier');
      await page.getByRole('button', { name: 'Actions for Carrier status' }).click();
      await page.getByRole('menuitem', { name: 'Clone with bindings…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Clone Carrier status' });
      await dialog.getByLabel('Name').fill('Carrier status, Paketpost');
      await expect(dialog.getByLabel('Address of "The carrier says"')).toHaveValue('carrier/carrier-status-paketpost');
    },
  },
  {
    name: 'storage',
    caption: 'Storage: what the runs of each flow take, how long they are kept, and what a shorter time would remove.',
    narrow: true,
    open: async (page) => {
      await page.goto('/flows');
      await page.getByRole('button', { name: 'Storage' }).click();
      await expect(page.getByRole('table', { name: 'Storage by flow' })).toBeVisible();
      await page.getByRole('button', { name: 'Change…' }).click();
      await expect(page.getByRole('dialog', { name: 'Storage of the workspace' })).toContainText('No run is removed');
    },
  },
  {
    name: 'canvas',
    caption: 'Canvas: steps from a palette, settings of the selected step beside it.',
    narrow: true,
    open: async (page) => {
      const canvas = new CanvasPage(page);
      await canvas.open('order-to-erp?node=sap-order');
      await canvas.select('sap-order');
      await canvas.zoomOut(1);
      await expect(canvas.node('allocate')).toBeVisible();
    },
  },
  {
    name: 'script',
    caption: 'A mapping script in its large window, checked as it is typed.',
    open: async (page) => {
      const canvas = new CanvasPage(page);
      await canvas.open('order-to-erp?node=to-order');
      await canvas.select('to-order');
      await page.getByRole('button', { name: 'Open in a large window' }).click();
      await expect(page.getByRole('dialog').locator('.cm-content')).toBeVisible();
      await expect(page.getByRole('dialog').getByText('No problems.')).toBeVisible();
    },
  },
  {
    name: 'map',
    caption: 'Map: drawn from field to field, its TypeScript beside it, tried on every sample at once.',
    narrow: true,
    open: async (page) => {
      await page.goto('/flows');
      await page.request.post('/api/flows', { data: { flow: mappedFlow('map-picture', MAP_PICTURE) } });
      await page.goto('/flows/map-picture?map=shape');
      await expect(page.getByTestId('map-samples')).toHaveText('1 of 1 fit');
    },
  },
  ...CANVAS_SCREENS,
  ...SAMPLE_SCREENS,
  {
    name: 'versions',
    caption: 'Versions: who published what, when and why; any one can be seen and restored.',
    open: async (page) => {
      await new CanvasPage(page).open('order-to-erp');
      await page.getByRole('button', { name: 'Versions', exact: true }).click();
      await expect(page.getByRole('complementary', { name: 'Versions' })).toContainText('Version 1');
    },
  },
  {
    name: 'publish',
    caption: 'Publish: what changes, what stands against it, and a note.',
    open: async (page) => {
      await new CanvasPage(page).open('order-to-erp');
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Note' })).toBeVisible();
      await expect(page.getByRole('dialog').getByText('Loading')).toBeHidden();
    },
  },
  {
    name: 'test-run',
    caption: 'Test run: a sample message through the draft.',
    open: async (page) => {
      await new CanvasPage(page).open('order-to-erp');
      await page.getByRole('button', { name: 'Test run', exact: true }).click();
      await expect(page.getByRole('dialog').locator('.cm-content')).toBeVisible();
    },
  },
  {
    name: 'runs',
    caption: 'Runs: every message, live; the filters are in the address.',
    open: async (page) => {
      await page.goto('/runs');
      await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
    },
  },
  {
    name: 'run',
    caption: 'A run on the canvas it travelled: status, time and attempts of each step.',
    narrow: true,
    open: async (page, { doneRun }) => {
      const run = new RunPage(page);
      await run.open(doneRun);
      await run.stepRow('sap-order').click();
      await run.tab('Output');
      await expect(page.getByRole('tree', { name: 'Output' })).toContainText('salesOrder');
    },
  },
  {
    name: 'run-failed',
    caption: 'A run that failed: why, after which attempts, and the way on.',
    open: async (page, { failedRun }) => {
      await new RunPage(page).open(failedRun);
      await expect(page.getByRole('region', { name: 'Failure' })).toBeVisible();
    },
  },
  {
    name: 'run-replay',
    caption:
      'A replay, before it begins: what is kept and from when, what is sent, and what a person may ask for again.',
    narrow: true,
    open: async (page, { doneRun }) => {
      await new RunPage(page).open(doneRun);
      await page.getByRole('button', { name: 'Replay…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this run' });
      await dialog.getByRole('combobox', { name: 'Begin at' }).click();
      await page.getByRole('option', { name: 'The beginning' }).click();
      await expect(dialog.getByTestId(/^effect:/).first()).toBeVisible();
    },
  },
  {
    name: 'cases',
    caption: 'Cases: orders, returns and shipments, each as all flows know it together.',
    open: async (page) => {
      await tellOrders(page);
      await page.goto('/cases');
      await expect(page.getByTestId('case-row:order:W-2001')).toContainText('Partially fulfilled');
    },
  },
  {
    name: 'case',
    caption: 'A case: how an order stands, what must happen next, and its story across flows and systems.',
    narrow: true,
    open: async (page) => {
      await tellOrders(page);
      await page.goto('/cases/order/W-2001');
      await expect(page.getByLabel('How it stands').getByText('Partially fulfilled')).toBeVisible();
      await expect(page.getByRole('list', { name: 'What happened' })).toContainText('Document: tracking number');
    },
  },
  ...CUSTOMER_SCREENS,
  {
    name: 'exceptions',
    caption: 'Exceptions: what needs a person, with its reason and a retry.',
    narrow: true,
    open: async (page) => {
      await page.goto('/exceptions');
      await expect(page.getByRole('table', { name: 'Exceptions' })).toBeVisible();
    },
  },
  {
    name: 'exception',
    caption: 'One exception: why, who looks after it, what a retry does to each effect, and the message to mend.',
    open: async (page) => {
      await page.goto('/exceptions');
      await page
        .getByRole('button', { name: /^Details of / })
        .first()
        .click();
      await expect(
        page
          .getByRole('dialog')
          .getByTestId(/^effect:/)
          .first(),
      ).toBeVisible();
      await expect(page.getByRole('tree', { name: 'Message' })).toBeVisible();
    },
  },
  {
    name: 'topics',
    caption: 'Topics: what comes in, how long it is kept, who reads it and how far behind.',
    open: async (page) => {
      await tellStock(page);
      await page.goto('/topics');
      await expect(page.getByTestId('topic-row:inventory.changed')).toContainText(/\d flows/);
    },
  },
  {
    name: 'topic',
    caption: 'A topic: its readers, its replays, its events by key and time.',
    narrow: true,
    open: async (page) => {
      await tellStock(page);
      await page.goto('/topics/inventory.changed');
      await expect(page.getByRole('table', { name: 'Events' })).toBeVisible();
      await expect(page.getByTestId('reader-row:stock-projection')).toContainText('Up to date');
    },
  },
  {
    name: 'replay',
    caption: 'Replay: a stretch of a topic into one flow, counted before anything begins.',
    open: async (page) => {
      await tellStock(page);
      await page.goto('/topics/inventory.changed?open=replay&key=MUG-BLUE@BER-1');
      await expect(page.getByRole('dialog').getByText('are replayed')).toBeVisible();
    },
  },
  ...CAPABILITY_SCREENS,
  ...MODE_SCREENS,
  ...ENVIRONMENT_SCREENS,
  ...REVIEW_SCREENS,
  ...RUNTIME_SCREENS,
  {
    name: 'tables',
    caption:
      'Tables: which codes of several systems mean the same, in numbered versions, and the flows that read them.',
    open: async (page) => {
      await tellCarrier(page);
      await page.goto('/tables');
      await expect(page.getByTestId('table-row:carrier-status')).toContainText('open');
    },
  },
  {
    name: 'table',
    caption: 'A table: edited by keyboard, tried by its tests, published as the next version.',
    narrow: true,
    open: async (page) => {
      await page.goto('/tables/carrier-status');
      const grid = page.getByRole('grid', { name: 'Rows' });
      await expect(grid).toContainText('DELIVERED');
      await grid.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('in customs');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: /^Publish version/ })).toBeEnabled();
    },
  },
  {
    name: 'unmapped',
    caption: 'Unmapped codes: what no table has, and the runs that wait for it.',
    narrow: true,
    open: async (page) => {
      await tellCarrier(page);
      await page.goto('/tables/unmapped');
      await expect(page.getByTestId('unmapped-row:LEFT_WITH_NEIGHBOUR')).toContainText('2 wait');
    },
  },
  {
    name: 'map-code',
    caption: 'What a code stands for: one value, and the waiting runs go on.',
    open: async (page) => {
      await tellCarrier(page);
      await page.goto('/tables/unmapped');
      await page.getByTestId('unmapped-row:DELIVERED_TO_LOCKER').getByRole('button', { name: 'Map…' }).click();
      await expect(page.getByRole('dialog')).toContainText('Written alike');
    },
  },
  {
    name: 'connections',
    caption: 'Connections: addresses and credentials, tested with a click.',
    open: async (page) => {
      await page.goto('/connections');
      await expect(page.getByRole('list', { name: 'Connections' })).toBeVisible();
    },
  },
  {
    name: 'contracts',
    caption: 'Contracts: what data looks like, by version, who answers for it and who uses it.',
    narrow: true,
    open: async (page) => {
      await writeContract(page);
      await page.goto('/contracts');
      await expect(page.getByTestId('contract-row:store-order')).toContainText('1.1.0');
    },
  },
  {
    name: 'contract',
    caption: 'A contract: its versions, what each changed, in words and places, and which one ends.',
    open: async (page) => {
      await writeContract(page);
      await page.goto('/contracts/store-order?tab=versions');
      await expect(page.getByTestId('contract-version:1.0.0')).toContainText('The till is wanted.');
    },
  },
  {
    name: 'contract-draft',
    caption: 'A draft: text and fields side by side, with the verdict while it is written.',
    narrow: true,
    open: async (page) => {
      await writeContract(page);
      await page.goto('/contracts/store-order?edit=true');
      await expect(page.getByText('Breaking')).toBeVisible();
      await expect(page.getByTestId('contract-field:orderNumber')).toBeVisible();
    },
  },
  {
    name: 'connection',
    caption: 'A connection: secrets are written, never read.',
    open: async (page) => {
      await page.goto('/connections?edit=sap');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'estate',
    caption: 'Estate: simulated systems with their own state and faults.',
    open: async (page) => {
      await page.goto('/estate');
      await expect(page.getByTestId('estate-card:sap')).toHaveAttribute('data-faulty', 'true');
      await expect(page.getByRole('table', { name: 'Sales orders in SAP' })).toBeVisible();
    },
  },
  {
    name: 'business-dates',
    caption: 'Business dates: orders by the day of a time zone, as each system dates them, and where they disagree.',
    open: async (page) => {
      await page.goto('/business-dates?zone=Europe/Berlin');
      await expect(
        page.getByRole('table', { name: 'Orders by business date' }).or(page.getByText('No order on these days')),
      ).toBeVisible();
    },
  },
  {
    name: 'touches',
    caption: 'Manual touches: each thing people did by hand, the list behind the number of the overview.',
    open: async (page) => {
      await page.goto('/touches');
      await expect(
        page.getByRole('table', { name: 'Manual touches' }).or(page.getByText('Nobody had to step in')),
      ).toBeVisible();
    },
  },
  {
    name: 'search',
    caption: 'Ctrl K: to any screen, flow or run by a few letters.',
    open: async (page) => {
      await page.goto('/flows');
      await expect(page.getByRole('table', { name: 'Flows' })).toBeVisible();
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('option', { name: /Order to ERP/ })).toBeVisible();
    },
  },
];
