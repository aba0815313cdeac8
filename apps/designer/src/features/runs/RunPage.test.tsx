import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';
import { runView, stepView } from '../../testing/samples.ts';

const FAILURE = {
  kind: 'transient',
  category: 'system',
  code: 'http-503',
  message: 'The ERP is not able to answer.',
  position: { line: 3, column: 7 },
} as const;
const FAILED = runView('r1', {
  status: 'exception',
  businessKey: '#1001',
  exceptionId: 'e1',
  steps: [
    stepView('in'),
    stepView('erp', {
      status: 'failed',
      failure: FAILURE,
      attempts: [
        { attempt: 1, status: 'failed', endedAt: '2026-11-01T08:00:01.000Z', durationMs: 10, failure: FAILURE },
        { attempt: 2, status: 'failed', endedAt: '2026-11-01T08:00:03.010Z', durationMs: 10, failure: FAILURE },
      ],
    }),
  ],
});
const published = (version: number) => ({
  flowId: 'orders',
  version,
  hash: 'h',
  note: `Note ${version}`,
  publishedAt: '2026-11-01T08:00:00.000Z',
  publishedBy: 'ann',
});
const DATA = {
  node: 'erp',
  key: 'r1:erp:0',
  params: { salesOrganization: '1010' },
  input: { value: { reference: '#1001' }, truncated: false, bytes: 21 },
};

it('opens at the step that failed: reason, place, attempts with the wait between them, key', async () => {
  fakeRuntime({ 'GET /runs/r1': FAILED, 'GET /runs/r1/steps/erp': DATA });
  renderApp('/runs/r1');
  const panel = await screen.findByRole('region', { name: 'Step Create sales order' });
  const failure = within(panel).getByRole('region', { name: 'Failure' });
  expect(within(failure).getByText('The ERP is not able to answer.')).toBeDefined();
  expect(within(failure).getByText('http-503')).toBeDefined();
  expect(failure.textContent).toContain('line 3, column 7');
  expect(within(panel).getByText(/after a wait of 2\.00 s/)).toBeDefined();
  expect(await within(panel).findByText('r1:erp:0')).toBeDefined();
  expect(document.title).toBe('Run #1001 · Lockstep');
});

it('shows another step when it is chosen, and says so in the address', async () => {
  fakeRuntime({
    'GET /runs/r1': FAILED,
    'GET /runs/r1/steps/erp': DATA,
    'GET /runs/r1/steps/in': { node: 'in', key: 'k' },
  });
  const { router, user } = renderApp('/runs/r1');
  await user.click(await screen.findByTestId('step-row:in'));
  expect(await screen.findByRole('region', { name: 'Step Order placed' })).toBeDefined();
  expect(router.state.location.search).toEqual({ node: 'in' });
});

it('says that a large output is only its beginning', async () => {
  const output = { value: '{"lines":[', truncated: true, bytes: 3_145_728 };
  fakeRuntime({ 'GET /runs/r1': runView('r1'), 'GET /runs/r1/steps/erp': { ...DATA, output } });
  renderApp('/runs/r1?node=erp');
  expect(await screen.findByText(/beginning of 3\.0 MB/)).toBeDefined();
  expect(screen.getByText('{"lines":[')).toBeDefined();
});

it('retries the exception, and replays from the chosen step as a new run', async () => {
  const calls = fakeRuntime({
    'GET /runs/r1': FAILED,
    'GET /runs/r2': runView('r2', { businessKey: '#again' }),
    'GET /runs/r1/steps/erp': DATA,
    'POST /exceptions/e1/retry': { id: 'e1', runId: 'r1' },
    'POST /runs/r1/replay': { runId: 'r2' },
    'GET /flows/orders/versions': { versions: [published(2), published(1)] },
  });
  const { router, user } = renderApp('/runs/r1');
  await user.click(await screen.findByRole('button', { name: 'Retry' }));
  await user.click(screen.getByRole('button', { name: 'Replay…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Replay this run' });
  expect(within(dialog).getByText(/Idempotency keys are kept/)).toBeDefined();
  expect(within(dialog).getByRole('combobox', { name: 'Begin at' }).textContent).toBe('Create sales order');
  await user.click(within(dialog).getByRole('combobox', { name: 'On version' }));
  await user.click(await screen.findByRole('option', { name: /v2/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Start replay' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r2'));
  expect(calls.filter(({ method }) => method === 'POST')).toEqual([
    { method: 'POST', path: '/exceptions/e1/retry', body: { by: 'operator' } },
    { method: 'POST', path: '/runs/r1/replay', body: { from: 'erp', version: 2 } },
  ]);
});

it('cancels a run under way after asking, and shows why it could not', async () => {
  fakeRuntime({
    'GET /runs/r1': runView('r1', { status: 'running' }),
    'POST /runs/r1/cancel': () => problem(409, 'run-ended', 'It was done a moment ago.'),
  });
  const { user } = renderApp('/runs/r1');
  await user.click(await screen.findByRole('button', { name: 'Cancel run' }));
  const dialog = await screen.findByRole('dialog', { name: 'Cancel this run?' });
  await user.click(within(dialog).getByRole('button', { name: 'Cancel run' }));
  expect(await screen.findAllByText('It was done a moment ago.')).not.toEqual([]);
});
