import { expect, type Page } from '@playwright/test';
import { CanvasPage } from '../pages/canvas.ts';
import type { Screen } from './screens.ts';

/** What two people see of one flow, and a step as a whole. */
export const REVIEW_SCREENS: readonly Screen[] = [
  {
    name: 'diff',
    caption: 'Differences: two states of a flow over each other; what came is green, what went a ghost.',
    narrow: true,
    open: async (page) => {
      await reviewedFlow(page);
      await page.goto('/flows/refund-note/diff');
      await expect(page.getByTestId('node:tell')).toHaveAttribute('data-diff', 'added');
      await expect(page.getByTestId('node:old')).toHaveAttribute('data-diff', 'removed');
    },
  },
  {
    name: 'review',
    caption: 'Review: another person approves a state of the draft; remarks stand on steps.',
    open: async (page) => {
      await reviewedFlow(page);
      await new CanvasPage(page).open('refund-note');
      await page.goto('/flows/refund-note?panel=review');
      await expect(page.getByTestId('review:open')).toBeVisible();
    },
  },
  {
    name: 'step',
    caption: 'A step as a whole: input, settings with live values, output; tried with the data of any run.',
    narrow: true,
    open: async (page) => {
      await page.goto('/flows/order-to-erp?node=sap-order&view=step');
      // The newest run may not have come to this step.
      await page.getByRole('combobox', { name: 'Data from' }).click();
      await page.getByRole('option').filter({ hasText: 'Done' }).first().click();
      await expect(page.getByTestId('live-value').first()).toBeVisible();
      await page.getByRole('button', { name: 'Run from here' }).click();
      await expect(page.getByTestId('tried:sap-order')).toHaveAttribute('data-how', 'not-sent');
    },
  },
];

/** A flow that asks for a review, with a draft that differs from what is live, a review of it and a remark; made once. */
async function reviewedFlow(page: Page): Promise<void> {
  const send = (method: 'post' | 'put', path: string, data: object) =>
    page.request[method](`/api/flows${path}`, { data });
  const node = (id: string, type: string, name: string, params: object) => ({
    ...{ id, type, version: 1, name, params, policy: {} },
  });
  const at = (...ids: readonly string[]) => Object.fromEntries(ids.map((id, i) => [id, { x: i * 280, y: 0 }]));
  const edge = (from: string, to: string) => ({ from, port: 'out', to });
  const start = node('start', 'manual', 'Refund asked for', {});
  const live = {
    ...{ format: 1, id: 'refund-note', name: 'Refund note', settings: {}, tests: [] },
    nodes: [
      start,
      node('note', 'log', 'Write it down', { message: '="Refund " + input.id' }),
      node('old', 'log', 'Tell the desk', { message: 'A refund' }),
    ],
    edges: [edge('start', 'note'), edge('note', 'old')],
    layout: { nodes: at('start', 'note', 'old'), notes: [] },
  };
  const draft = {
    ...live,
    settings: { review: 'required' },
    nodes: [
      start,
      node('note', 'log', 'Write it down', { message: '="Refund " + input.id + " of " + input.total' }),
      node('tell', 'send-event', 'Tell everybody', { topic: 'refund.asked', key: '=input.id' }),
    ],
    edges: [edge('start', 'note'), edge('note', 'tell')],
    layout: { nodes: at('start', 'note', 'tell'), notes: [] },
  };
  const created = await send('post', '', { flow: live });
  if (!created.ok()) return;
  await send('post', '/refund-note/versions', { flow: live, basedOn: 0, note: 'As agreed with the desk.', by: 'Ann' });
  await send('put', '/refund-note/draft', { flow: draft, basedOn: 1 });
  const asked = await send('post', '/refund-note/reviews', {
    flow: draft,
    basedOn: 1,
    message: 'Refunds are told on a topic now.',
    by: 'Ann',
  });
  const { id } = (await asked.json()) as { readonly id: string };
  await send('post', `/refund-note/reviews/${id}/comments`, {
    node: 'tell',
    text: 'Is the order number the better key?',
    by: 'Ben',
  });
}
