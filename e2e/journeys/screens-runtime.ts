import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { CanvasPage } from '../pages/canvas.ts';
import { RunPage } from '../pages/runs.ts';
import { askedReturn, confirmedOrder } from './confirmed-order.ts';
import type { Screen } from './screens.ts';

const Accepted = z.object({ runId: z.string() });
const Approvals = z.object({ approvals: z.array(z.object({ id: z.string(), runId: z.string() })) });
const Draft = z.object({ flow: z.looseObject({ settings: z.looseObject({}) }) });

/** Posts a message to a hook; the same message again gives the same run. */
async function send(page: Page, hook: string, data: unknown): Promise<string> {
  const answer = await page.request.post(`/hooks/${hook}`, { data });
  return Accepted.parse(await answer.json()).runId;
}

async function approvalOf(page: Page, runId: string): Promise<string> {
  let id: string | undefined;
  await expect
    .poll(async () => {
      const { approvals } = Approvals.parse(await (await page.request.get('/api/approvals?limit=200')).json());
      id = approvals.find((approval) => approval.runId === runId)?.id;
      return id;
    })
    .toBeDefined();
  return id ?? '';
}

const statusOf = async (page: Page, runId: string) =>
  z.object({ status: z.string() }).parse(await (await page.request.get(`/api/runs/${runId}`)).json()).status;

/** A return that was approved, whose goods are waited for, and that was cancelled then: its stock is given back. */
async function takenBack(page: Page): Promise<string> {
  const runId = await send(page, 'returns/requested', askedReturn('R-9002'));
  if ((await statusOf(page, runId)) === 'cancelled') return runId;
  const approval = await approvalOf(page, runId);
  await page.request.post(`/api/approvals/${approval}/decide`, { data: { decision: 'approved', by: 'Ann' } });
  await expect
    .poll(async () => {
      const run = await (await page.request.get(`/api/runs/${runId}`)).json();
      const { steps } = z.object({ steps: z.array(z.object({ node: z.string(), status: z.string() })) }).parse(run);
      return steps.find(({ node }) => node === 'returned')?.status;
    })
    .toBe('waiting');
  await page.request.post(`/api/runs/${runId}/cancel`, { data: { by: 'Ann' } });
  await expect.poll(() => statusOf(page, runId)).toBe('cancelled');
  return runId;
}

/** A second version of the returns, so that the run that waits on the first can be moved. */
async function publishAgain(page: Page): Promise<void> {
  const { flow } = Draft.parse(await (await page.request.get('/api/flows/return-approval/draft')).json());
  const next = { ...flow, settings: { ...flow.settings, owner: 'Returns team' } };
  await page.request.post('/api/flows/return-approval/versions', {
    data: { flow: next, basedOn: 1, note: 'The returns team looks after it.' },
  });
}

/** What the runtime does beyond one step after the other: waits, calls, undo, scopes, moves. */
export const RUNTIME_SCREENS: readonly Screen[] = [
  {
    name: 'approvals',
    caption: 'Approvals: runs that wait for an answer of a person.',
    narrow: true,
    open: async (page) => {
      await page.goto('/approvals');
      await send(page, 'returns/requested', askedReturn('R-9001'));
      await expect(page.getByTestId(/^approval-row:/).first()).toBeVisible();
    },
  },
  {
    name: 'approval',
    caption: 'A run that waits for an answer takes it right there.',
    open: async (page) => {
      await page.goto('/approvals');
      const runId = await send(page, 'returns/requested', askedReturn('R-9001'));
      await approvalOf(page, runId);
      await new RunPage(page).open(runId);
      await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible();
    },
  },
  {
    name: 'run-undo',
    caption: 'What a run took back when it was cancelled, and by which step.',
    narrow: true,
    open: async (page) => {
      await page.goto('/runs');
      await new RunPage(page).open(await takenBack(page));
      await page.getByTestId('step-row:reserve').click();
      await expect(page.getByRole('region', { name: 'What was taken back' })).toBeVisible();
    },
  },
  {
    name: 'call',
    caption: 'A step that calls another flow: which version it gets, what goes in and what comes back.',
    open: async (page) => {
      const canvas = new CanvasPage(page);
      await canvas.open('confirm-order?node=reserve');
      await canvas.select('reserve');
      await expect(page.getByRole('region', { name: 'Called flow' })).toContainText('Takes');
    },
  },
  {
    name: 'run-calls',
    caption: 'The run that a step called, and the way to it and back.',
    open: async (page) => {
      await page.goto('/runs');
      const runId = await send(page, 'orders/confirm', confirmedOrder('#9003'));
      await expect.poll(() => statusOf(page, runId)).toBe('done');
      const run = new RunPage(page);
      await run.open(runId);
      await run.stepRow('reserve').click();
      await run.tab('Summary');
      await expect(page.getByRole('region', { name: 'Called runs' })).toBeVisible();
    },
  },
  {
    name: 'used-by',
    caption: 'A flow that others call says who, and which version each of them gets.',
    open: async (page) => {
      await new CanvasPage(page).open('reserve-stock');
      await expect(page.getByRole('region', { name: 'Used by' })).toContainText('Confirm an order');
    },
  },
  {
    name: 'scope',
    caption: 'A scope: the steps in the frame are taken once for each order line.',
    open: async (page) => {
      const canvas = new CanvasPage(page);
      await canvas.open('order-lines?node=lines');
      await canvas.select('lines');
      await page.keyboard.press('1');
      await expect(canvas.node('stock')).toBeVisible();
    },
  },
  {
    name: 'scope-folded',
    caption: 'The same scope folded into one card.',
    open: async (page) => {
      const canvas = new CanvasPage(page);
      await canvas.open('missing-orders');
      const frame = page.getByTestId(/^frame:/).first();
      await expect(frame).toBeVisible();
      if ((await frame.getAttribute('data-folded')) === null)
        await page
          .getByTestId(/^frame-fold:/)
          .first()
          .click();
      await expect(frame).toHaveAttribute('data-folded', 'true');
    },
  },
  {
    name: 'move-runs',
    caption: 'Runs that wait are moved to a newer version, each after a check of its history.',
    open: async (page) => {
      await page.goto('/flows');
      await send(page, 'returns/requested', askedReturn('R-9001'));
      await publishAgain(page);
      await new CanvasPage(page).open('return-approval?panel=versions');
      await page.getByRole('button', { name: 'Move waiting runs…' }).click();
      await expect(page.getByRole('dialog').getByRole('button', { name: /^Move/ })).toBeEnabled();
    },
  },
];
