import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { FLOW } from '../../testing/samples.ts';

it('publishes a flow with warnings only with a note that says why', async () => {
  const issue = { severity: 'warning', code: 'no-retry', message: 'It is not tried again.', node: 'erp' };
  const at = '2026-11-01T08:00:00.000Z';
  const calls = fakeRuntime({
    'GET /flows/orders/draft': { flow: FLOW, revision: 1, savedAt: at, hash: 'a' },
    'PUT /flows/orders/draft': { revision: 2, savedAt: at, hash: 'a' },
    'POST /flows/orders/check': { issues: [issue] },
    'GET /flows/orders/versions': { versions: [] },
    'GET /flows/orders/reviews': { reviews: [] },
    'POST /flows/orders/versions': {
      flowId: 'orders',
      version: 1,
      hash: 'a',
      note: '',
      publishedAt: at,
      publishedBy: 'ann',
    },
  });
  const { user } = renderApp('/flows/orders');
  await user.click(await screen.findByRole('button', { name: 'Publish' }, { timeout: 20_000 }));
  const dialog = await screen.findByRole('dialog', { name: 'Publish version 1' });
  await within(dialog).findByRole('region', { name: 'Warnings' });
  const publish = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Publish version 1' });
  expect(publish.disabled).toBe(true);
  await user.type(within(dialog).getByRole('textbox', { name: /^Note/ }), 'The shop sends it again');
  expect(publish.disabled).toBe(false);
  await user.click(publish);
  const sent = () => calls.filter(({ method, path }) => method === 'POST' && path === '/flows/orders/versions');
  await waitFor(() => expect(sent()).toMatchObject([{ body: { note: 'The shop sends it again' } }]));
}, 30_000);
