import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp, type SentCall } from '../../testing/render-app.tsx';
import { runSummary } from '../../testing/samples.ts';

const queryOf = ({ path }: SentCall) => Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));

it('asks for what the address says', async () => {
  const calls = fakeRuntime({ 'GET /runs': { runs: [] } });
  renderApp('/runs?status=exception&flow=orders&search=%231001&nonsense=1');
  expect(await screen.findByText('No run matches')).toBeDefined();
  const asked = calls.filter(({ path }) => path.startsWith('/runs')).map(queryOf);
  expect(asked).toEqual([{ status: 'exception', flow: 'orders', search: '#1001' }]);
});

it('puts the filter chosen into the address, and clears it', async () => {
  fakeRuntime({ 'GET /runs': { runs: [runSummary('r1', { businessKey: '#1' })] } });
  const { router, user } = renderApp('/runs');
  await screen.findByText('#1');
  await user.type(screen.getByRole('searchbox'), '#10');
  await waitFor(() => expect(router.state.location.search).toEqual({ search: '#10' }));
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

it('reads older runs by the cursor and lists them below', async () => {
  fakeRuntime({
    'GET /runs': (call: SentCall) =>
      queryOf(call).before === 'c1'
        ? { runs: [runSummary('r1', { businessKey: '#1' })] }
        : { runs: [runSummary('r2', { businessKey: '#2' })], next: 'c1' },
  });
  const { user } = renderApp('/runs');
  await user.click(await screen.findByRole('button', { name: 'Load older' }));
  await screen.findByText('#1');
  const rows = within(screen.getByRole('table', { name: 'Runs' })).getAllByRole('link');
  expect(rows.map(({ textContent }) => textContent)).toEqual(['#2', '#1']);
  expect(screen.queryByRole('button', { name: 'Load older' })).toBeNull();
});

it('shows the state in words, the reason of a failure, and what was a test', async () => {
  const failure = { node: 'erp', nodeName: 'Create sales order', message: 'It says no.' };
  fakeRuntime({ 'GET /runs': { runs: [runSummary('r1', { status: 'exception', test: true, failure })] } });
  renderApp('/runs');
  const row = await screen.findByTestId('run-row:r1');
  expect(row.dataset.status).toBe('exception');
  for (const words of ['Exception', 'Create sales order: It says no.', 'Test']) {
    expect(within(row).getByText(words)).toBeDefined();
  }
});
