import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';
import { FLOW } from '../../testing/samples.ts';

const RUN = '0197a000-0000-7000-8000-000000000001';
const published = { version: 2, hash: 'h', publishedAt: '2026-11-01T08:00:00.000Z' };
const versions = [2, 1].map((version) => {
  return { flowId: FLOW.id, version, hash: 'h', note: '', publishedAt: published.publishedAt, publishedBy: 'ada' };
});
const API = `/flows/${FLOW.id}`;
const editor = {
  [`GET ${API}/draft`]: { flow: FLOW, revision: 1, savedAt: published.publishedAt, hash: 'h', published },
  [`GET ${API}/versions`]: { versions },
  [`GET ${API}/migrations`]: { versions: [{ version: 1, waiting: 3 }] },
};
const none = { to: 2, busy: 0, refused: [], begins: [] };

async function openDialog(answers: Parameters<typeof fakeRuntime>[0]) {
  const calls = fakeRuntime({ ...editor, ...answers });
  const { user } = renderApp(API);
  await user.click(await screen.findByRole('button', { name: /^Versions/ }, { timeout: 10_000 }));
  expect(await screen.findByText('3 runs wait on other versions.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Move waiting runs…' }));
  return { calls, user, dialog: await screen.findByRole('dialog', { name: 'Move waiting runs to version 2' }) };
}

it('tells what would move, begin and stay, page by page, and moves when asked', async () => {
  const refused = [{ version: 1, code: 'step-gone', node: 'ask', message: '“Ask” is gone.', count: 1, example: RUN }];
  const pages = (dryRun: boolean, after: unknown) =>
    after === undefined
      ? { ...none, dryRun, moved: 1, begins: [{ node: 'ship', name: 'Ship', count: 1 }], next: RUN }
      : { ...none, dryRun, moved: 1, refused };
  const { calls, user, dialog } = await openDialog({
    [`POST ${API}/migrations`]: ({ body }: { body: { dryRun: boolean; after?: string } }) =>
      pages(body.dryRun, body.after),
  });
  expect(await within(dialog).findByText('“Ask” is gone.')).toBeDefined();
  expect(within(dialog).getByText(/can be moved, 1 run must stay/)).toBeDefined();
  expect(within(dialog).getByText('“Ship” in 1 run')).toBeDefined();
  await user.click(within(dialog).getByRole('button', { name: 'Move 2 runs' }));
  // It goes by itself after a while, so it is looked for first.
  expect((await screen.findAllByText('2 runs moved to version 2')).length).toBeGreaterThan(0);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const sent = calls.flatMap(({ path, body }) => (body && path.endsWith('migrations') ? [body] : []));
  expect(sent).toEqual([
    { to: 2, dryRun: true },
    { to: 2, dryRun: true, after: RUN },
    { to: 2, dryRun: false },
    { to: 2, dryRun: false, after: RUN },
  ]);
});

it('says why nothing can be moved', async () => {
  const { dialog } = await openDialog({ [`POST ${API}/migrations`]: () => problem(404, 'not-found', 'No version 2.') });
  expect(await within(dialog).findByText('No version 2.')).toBeDefined();
  expect(within(dialog).getByRole('button', { name: 'Move' })).toHaveProperty('disabled', true);
});
