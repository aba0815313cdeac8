import { expect } from '@playwright/test';
import type { Screen } from './screens.ts';
import { smallFlow } from './small-flow.ts';

/** The drawing as operators use it. */
export const MODE_SCREENS: readonly Screen[] = [
  {
    name: 'operate',
    caption:
      'Operate: how much went where in the last hours, what failed and how long it took; each number leads to its list.',
    narrow: true,
    open: async (page) => {
      await page.goto('/flows/order-to-erp?mode=operate&hours=1');
      const table = page.getByRole('table', { name: 'What the steps did' });
      await expect(
        table
          .getByRole('row', { name: /^Create sales order/ })
          .getByRole('cell')
          .nth(1),
      ).not.toHaveText('0', {
        timeout: 30_000,
      });
    },
  },
  {
    name: 'moments',
    caption: 'A run moment by moment: how it stood, how long it had waited, and what the message was on its way.',
    open: async (page, { failedRun }) => {
      await page.goto(`/runs/${failedRun}`);
      await page.getByText('Values', { exact: true }).click();
      await page.getByRole('button', { name: 'To the beginning' }).click();
      for (let press = 0; press < 6; press += 1) await page.getByRole('button', { name: 'One moment on' }).click();
      await expect(page.getByTestId('moment')).toBeVisible();
    },
  },
  {
    name: 'scenarios',
    caption: 'Scenarios: how the tests of each flow did, how steadily, and what of its drawing nobody has tried.',
    narrow: true,
    open: async (page) => {
      await page.goto('/scenarios');
      await page.getByRole('searchbox', { name: 'Search flows and scenarios' }).fill('Order to ERP');
      await page.getByRole('button', { name: 'Run the scenarios of Order to ERP' }).click();
      await expect(page.getByRole('table', { name: 'Scenarios of Order to ERP' })).toContainText('Passed');
      await page.getByText('Not gone through', { exact: false }).click();
    },
  },
  {
    name: 'first-steps',
    caption: 'First steps: from an empty canvas to a flow that takes messages, each ticked off by doing it.',
    open: async (page) => {
      const flow = { ...smallFlow('canvas-of-mine'), name: 'My first flow', nodes: [], edges: [], tests: [] };
      await page.request.post('/api/flows', { data: { flow } });
      await page.goto('/flows/canvas-of-mine');
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'First steps' }).click();
      await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    },
  },
];
