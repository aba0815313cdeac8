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

const KEPT = {
  node: 'erp',
  name: 'Create sales order',
  does: 'kept',
  strategy: 'once',
  before: false,
  key: 'r1:erp:0',
  done: { runId: 'r1', at: '2026-11-01T10:32:00.000Z' },
};

it('says of a replay which run it repeats and what it kept, and of the run before that it cannot be retried', async () => {
  fakeRuntime({
    'GET /runs/r2': runView('r2', {
      replay: { of: 'r1', repeat: [] },
      steps: [stepView('in'), stepView('erp', { kept: { runId: 'r1', at: '2026-11-01T10:32:00.000Z' } })],
    }),
    'GET /runs/r2/steps/erp': DATA,
    'GET /runs/r1': { ...FAILED, replayedBy: 'r2' },
    'GET /runs/r1/steps/erp': DATA,
  });
  const { user } = renderApp('/runs/r2?node=erp');
  expect(await screen.findByText('Kept, not sent again')).toBeDefined();
  await user.click(screen.getByRole('link', { name: 'the run before' }));
  expect(await screen.findByRole('link', { name: 'a newer run' })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
});

it('asks before it tries again what may have happened', async () => {
  const failure = { kind: 'unknown', category: 'unknown', code: 'outcome-unknown', message: 'Nobody knows.' } as const;
  const calls = fakeRuntime({
    'GET /runs/r1': { ...FAILED, steps: [stepView('in'), stepView('erp', { status: 'failed', failure })] },
    'GET /runs/r1/steps/erp': DATA,
    'POST /exceptions/e1/retry': { id: 'e1', runId: 'r1' },
  });
  const { user } = renderApp('/runs/r1');
  await user.click(await screen.findByRole('button', { name: 'Retry…' }));
  expect(calls.some(({ method }) => method === 'POST')).toBe(false);
  const dialog = await screen.findByRole('dialog', { name: 'Retry all the same?' });
  await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(calls.some(({ path }) => path === '/exceptions/e1/retry')).toBe(true));
});

it('retries the exception, and replays from the chosen step as a new run', async () => {
  const calls = fakeRuntime({
    'GET /runs/r1': FAILED,
    'GET /runs/r2': runView('r2', { businessKey: '#again' }),
    'GET /runs/r1/steps/erp': DATA,
    'POST /exceptions/e1/retry': { id: 'e1', runId: 'r1' },
    'POST /runs/r1/replay': { runId: 'r2' },
    'POST /runs/r1/replay/plan': ({ body }: { body: { repeat?: readonly string[] } }) => ({
      runId: 'r1',
      from: ['erp'],
      effects: [{ ...KEPT, ...(body.repeat ? { does: 'repeated' } : {}) }],
    }),
    'GET /flows/orders/versions': { versions: [published(2), published(1)] },
  });
  const { router, user } = renderApp('/runs/r1');
  await user.click(await screen.findByRole('button', { name: 'Retry' }));
  await user.click(screen.getByRole('button', { name: 'Replay…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Replay this run' });
  expect(within(dialog).getByRole('combobox', { name: 'Begin at' }).textContent).toBe('Create sales order');
  await user.click(within(dialog).getByRole('combobox', { name: 'On version' }));
  await user.click(await screen.findByRole('option', { name: /v2/ }));
  const effect = await within(dialog).findByTestId('effect:erp');
  expect(effect.textContent).toContain('Create sales order: kept from ');
  expect(effect.textContent).toContain('not sent again.');
  await user.click(within(effect).getByRole('checkbox', { name: 'Send Create sales order again anyway' }));
  expect(await within(dialog).findByText(/happens a second time/)).toBeDefined();
  await user.click(within(dialog).getByRole('button', { name: 'Start replay' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r2'));
  expect(calls.filter(({ method, path }) => method === 'POST' && !path.endsWith('/plan'))).toEqual([
    { method: 'POST', path: '/exceptions/e1/retry', body: { by: 'operator' } },
    { method: 'POST', path: '/runs/r1/replay', body: { from: 'erp', version: 2, repeat: ['erp'] } },
  ]);
});

it('shows when it happened, when we heard of it and when it was done, or why the first is not known', async () => {
  const told = { sourceAt: '2026-11-01T07:00:00.000Z', receivedAt: '2026-11-01T08:00:00.000Z' };
  const done = { status: 'done', endedAt: '2026-11-01T08:30:00.000Z' } as const;
  const source = { from: 'x-happened', note: 'There is none in the message.' };
  const trigger = { kind: 'webhook', receivedAt: 0, source } as const;
  fakeRuntime({
    'GET /runs/r1': runView('r1', { ...done, ...told }),
    'GET /runs/r2': runView('r2', { ...done, trigger, sourceNote: source.note }),
  });
  const { router } = renderApp('/runs/r1');
  expect((await screen.findByText('Received')).parentElement?.textContent).toContain('1 h 00 min later');
  expect(screen.getByText('Processed').parentElement?.textContent).toContain('1 h 30 min later');
  await router.navigate({ to: '/runs/$runId', params: { runId: 'r2' } });
  const unknown = await screen.findByText('unknown');
  expect(unknown.closest('dd')?.previousElementSibling?.textContent).toBe('Source time');
  expect(unknown.closest('details')?.textContent).toBe('unknownx-happenedThere is none in the message.');
});

it('opens the replay where a retry is refused because everything was taken back', async () => {
  fakeRuntime({
    'GET /runs/r1': FAILED,
    'GET /runs/r1/steps/erp': DATA,
    'POST /exceptions/e1/retry': () => problem(409, 'run-undone', 'What it had done was taken back.'),
    'POST /runs/r1/replay/plan': { runId: 'r1', from: ['erp'], effects: [] },
    'GET /flows/orders/versions': { versions: [published(1)] },
  });
  const { router, user } = renderApp('/runs/r1');
  await user.click(await screen.findByRole('button', { name: 'Retry' }));
  const dialog = await screen.findByRole('dialog', { name: 'Replay this run' });
  expect(router.state.location.search).toMatchObject({ replay: true });
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('replay'));
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

it('goes along with a live run until somebody reads a step, keeps that one and its tab, and goes on when asked to', async () => {
  const at = (node: string) => {
    const [first, second] = node === 'in' ? (['running', 'pending'] as const) : (['succeeded', 'running'] as const);
    return runView('r1', {
      status: 'running',
      steps: [stepView('in', { status: first }), stepView('erp', { status: second })],
    });
  };
  const run = { now: at('in') };
  fakeRuntime({
    'GET /runs/r1': () => run.now,
    'GET /runs/r1/changes': () => run.now,
    'GET /runs/r1/steps/in': { ...DATA, node: 'in', key: 'r1:in:0' },
    'GET /runs/r1/steps/erp': DATA,
  });
  const { client, user } = renderApp('/runs/r1');
  const panel = () => screen.findByRole('region', { name: /^Step / });
  const first = await panel();
  const name = (node: string) => within(first).findByRole('heading', { name: stepView(node).name });
  await name('in');
  run.now = at('erp');
  await client.invalidateQueries();
  await name('erp');
  run.now = at('in');
  await client.invalidateQueries();
  await name('in');
  await user.click(within(first).getByRole('tab', { name: 'Input' }));
  run.now = at('erp');
  await client.invalidateQueries();
  const follow = await within(first).findByRole('button', { name: 'Follow the run' });
  await name('in');
  expect(within(first).getByRole('tab', { name: 'Input' }).getAttribute('aria-selected')).toBe('true');
  await user.click(follow);
  await name('erp');
  expect(within(first).getByRole('tab', { name: 'Input' }).getAttribute('aria-selected')).toBe('true');
  expect(await panel()).toBe(first);
});
