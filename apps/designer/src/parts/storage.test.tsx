import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp, type SentCall } from '../testing/render-app.tsx';
import { keptFor, limitWords, removalWords } from './storage-words.ts';

const NOTHING = { runs: 0, bytes: 0 };
const FLOW_ROW = {
  flowId: 'orders',
  flowName: 'Orders',
  own: {},
  inForce: { doneDays: 30, failedDays: 0, quotaBytes: 2_000 },
  bytes: 1_900,
  runs: 12,
  removed: 5,
  fullness: 'near',
};
const USAGE = { workspace: { doneDays: 30, failedDays: 0, quotaBytes: 0 }, bytes: 1_900, flows: [FLOW_ROW] };

it('says how long and how much', () => {
  expect([0, 1, 30].map(keptFor)).toEqual(['for ever', 'for 1 day', 'for 30 days']);
  expect([0, 1_048_576, 3 * 2 ** 30].map(limitWords)).toEqual(['no limit', 'up to 1.0 MB', 'up to 3.0 GB']);
  expect(removalWords({ done: NOTHING, failed: NOTHING })).toBeUndefined();
  expect(removalWords({ done: { runs: 3, bytes: 2048 }, failed: { runs: 1, bytes: 0 } })).toBe(
    'This removes 3 runs and 1 run that failed or was cancelled within minutes, for good (2.0 KB).',
  );
});

it('shows what flows store, counts what a shorter retention removes, and saves after that', async () => {
  const calls = fakeRuntime({
    'GET /usage': USAGE,
    'GET /usage/preview': ({ path }: SentCall) => ({
      done: path.includes('doneDays=7') ? { runs: 12_400, bytes: 5_000_000 } : NOTHING,
      failed: NOTHING,
    }),
    'PUT /usage/rules': USAGE.workspace,
  });
  const { user } = renderApp('/flows');
  await user.click(await screen.findByRole('button', { name: 'Storage' }));
  const row = await screen.findByTestId('storage-row:orders');
  expect(within(row).getByText('Storage nearly full')).toBeDefined();
  expect(within(row).getByText('1.9 KB')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Change…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Storage of the workspace' });
  expect(await within(dialog).findByText('No run is removed by this now.')).toBeDefined();
  const days = within(dialog).getByLabelText('Runs that are done: Days');
  await user.clear(days);
  await user.type(days, '7');
  expect(await within(dialog).findByText(/This removes 12,400 runs within minutes/)).toBeDefined();
  await user.click(within(dialog).getByRole('button', { name: 'Save and remove' }));
  await waitFor(() =>
    expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ doneDays: 7, failedDays: 0, quotaBytes: 0 }),
  );
});
