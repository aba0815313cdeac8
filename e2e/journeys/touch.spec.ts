import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { askedReturn } from './confirmed-order.ts';
import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

/** What a finger can hit, in CSS pixels (WCAG 2.5.5). */
const TARGET = 44;
const Begun = z.object({ runId: z.string() });

test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });

test('with fingers on a tablet a return is approved, and a failed run is read and replayed', async ({
  canvas,
  page,
  run,
  runtime,
  versions,
}) => {
  await test.step('the screens of an operator fit', async () => {
    for (const path of ['/', '/runs', '/exceptions', '/approvals', '/cases']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectFits(page);
    }
  });

  await test.step('a question is opened and answered', async () => {
    await page.request.post('/hooks/returns/requested', { data: askedReturn('R-7301') });
    await page.goto('/approvals');
    const row = page.locator('[data-testid^="approval-row:"]').filter({ hasText: 'R-7301' });
    await expectHittable(row);
    await row.getByRole('button', { name: /Replace 1 line/ }).tap();
    const question = page.getByRole('region', { name: 'Approval' });
    await expectHittable(question.getByRole('button', { name: 'Reject' }));
    const approve = question.getByRole('button', { name: 'Approve' });
    await expectHittable(approve);
    await approve.tap();
    await expect(row).toBeHidden();
  });

  await importFlow(runtime.url, failing('touched'));
  await canvas.open('touched');
  await expectFits(page);
  await versions.publish(1, 'Small flow touched');
  const begun = await page.request.post('/api/flows/touched/runs', { data: { message: { name: '#7302' } } });
  const { runId } = Begun.parse(await begun.json());

  await test.step('an exception leads to its run', async () => {
    await page.goto('/exceptions?flow=touched');
    const row = page.locator('[data-testid^="exception-row:"]').first();
    await expectHittable(row.getByRole('button', { name: /^Retry/ }));
    await row.getByRole('link').first().tap();
    await expect(page).toHaveURL(new RegExp(`/runs/${runId}`));
    await expectFits(page);
    await expectHittable(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last());
  });

  await test.step('its drawing is moved by one finger and made larger by two, the page is not', async () => {
    await expect(canvas.node('shape')).toBeVisible();
    const fingers = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: readonly number[]) =>
      fingers.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((x, id) => ({ x, y, id })) });
    const place = () => page.locator('.react-flow__viewport').getAttribute('style');
    const { x, y } = await lowerMiddleOf(page.locator('.react-flow'));
    const before = await place();
    await touch('touchStart', x);
    for (const by of [15, 30, 60]) await touch('touchMove', x - by);
    await touch('touchEnd');
    await expect.poll(place).not.toBe(before);

    const zoom = async () => Number(/scale\(([\d.]+)\)/.exec((await place()) ?? '')?.[1]);
    const small = await zoom();
    await touch('touchStart', x - 20, x + 20);
    for (const by of [30, 40, 50]) await touch('touchMove', x - by, x + by);
    await touch('touchEnd');
    await expect.poll(zoom).toBeGreaterThan(small);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
  });

  await test.step('the hint of a time is there for a tap', async () => {
    await page.locator('main time').first().tap();
    await expect(page.getByText(/\d{4}, \d{1,2}:\d{2}:\d{2}/).first()).toBeVisible();
  });

  await test.step('the run is replayed', async () => {
    await expectHittable(page.getByRole('button', { name: 'Replay…' }));
    await page.getByRole('button', { name: 'Replay…' }).tap();
    const start = page.getByRole('dialog').getByRole('button', { name: 'Start replay' });
    await expectHittable(start);
    await start.tap();
    await expect(page).not.toHaveURL(new RegExp(runId));
    await expect(run.status()).toHaveText('Exception');
  });
});

/** Takes no message. */
function failing(id: string) {
  const flow = smallFlow(id, 'export default function map(): never {\n  throw new Error("no postcode");\n}\n');
  const [start, ...others] = flow.nodes;
  return { ...flow, nodes: start ? [{ ...start, params: { businessKey: '=input.name' } }, ...others] : others };
}

async function expectHittable(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const box = await target.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(TARGET);
}

/** Nothing sticks out to the side, and nothing has to be scrolled to the side. */
async function expectFits(page: Page): Promise<void> {
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: innerWidth }));
  expect(wide).toBeLessThanOrEqual(seen);
}

/** Below the steps of a short flow, where a finger moves the drawing and not a card. */
async function lowerMiddleOf(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height * 0.8 };
}
