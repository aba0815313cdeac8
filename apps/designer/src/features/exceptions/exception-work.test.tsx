import { EditorView } from '@codemirror/view';
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';
import { exception } from '../../testing/samples.ts';

const BULK = {
  id: 'b1',
  status: 'running',
  by: 'Ada',
  total: 120,
  sent: 11,
  resolved: 9,
  failed: 0,
  skipped: 0,
  stage: 10,
  startedAt: '2026-11-01T08:00:00.000Z',
};
const CLUSTER = {
  flowId: 'orders',
  flowName: 'Orders',
  node: 'erp',
  nodeName: 'Create sales order',
  category: 'system',
  code: 'http-503',
  cause: 'The ERP is not able to answer #.',
  count: 120,
  owned: 2,
  oldestAt: '2026-11-01T08:00:00.000Z',
  newestAt: '2026-11-01T09:00:00.000Z',
};
const DETAIL = {
  ...exception('1'),
  message: { order: '1001', postcode: 'D0' },
  comments: [{ id: 'c1', by: 'Grace', at: '2026-11-01T08:05:00.000Z', text: 'Asked the ERP team.' }],
  replays: [],
};
const KEPT = { node: 'erp', name: 'Create sales order', does: 'kept', strategy: 'key', before: false };
const AGAIN = { node: 'wms', name: 'Ship', does: 'undecided', strategy: 'once', before: false };

it('groups by cause, counts before it retries, and starts only when told', async () => {
  const calls = fakeRuntime({
    'GET /exception-clusters': { clusters: [CLUSTER], open: 120 },
    'POST /exceptions/bulk': ({ body }: { body: { dryRun?: boolean } }) =>
      body.dryRun
        ? { count: 118, plan: { looked: 118, kept: 110, anew: 100, lookedUp: 10, undecided: 8, undone: 0 } }
        : { count: 118, bulk: BULK },
  });
  const { user } = renderApp('/exceptions?view=causes');
  const row = await screen.findByTestId('cause-row:orders:erp:http-503');
  expect(within(row).getByText('2 looked after')).toBeDefined();
  await user.click(within(row).getByRole('button', { name: 'Retry 120: The ERP is not able to answer #.' }));
  const dialog = await screen.findByRole('dialog', { name: 'Retry in bulk' });
  await within(dialog).findByRole('button', { name: 'Retry 118' });
  const counts = within(dialog).getByRole('list', { name: 'What the retries do' });
  expect(
    within(counts)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([
    '110 effects were done and are kept',
    '100 never got through: sent',
    '10 may have got through: looked up, or sent under the same key',
    '8 may have got through, and cannot be looked up: left alone',
  ]);
  await user.click(within(dialog).getByRole('checkbox', { name: 'Send these too' }));
  await user.click(within(dialog).getByRole('button', { name: 'Retry 118' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const select = { flow: 'orders', node: 'erp', category: 'system', code: 'http-503', cause: CLUSTER.cause };
  expect(calls.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
    { select, dryRun: true },
    { select, by: 'operator', evenUndecided: true },
  ]);
});

it('shows how far a bulk retry has come, stops it, and says why one stopped by itself', async () => {
  let bulk: object = BULK;
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [], open: 0 },
    'GET /exceptions/bulk': () => ({ bulks: [bulk] }),
    'POST /exceptions/bulk/b1/stop': () => {
      bulk = { ...BULK, status: 'stopped', endedAt: new Date().toISOString(), reason: 'Stopped by operator.' };
      return bulk;
    },
  });
  const { user } = renderApp('/exceptions');
  const card = await screen.findByRole('region', { name: 'Bulk retry' });
  expect(within(card).getByRole('status').textContent).toBe('11 of 120 sent, 9 resolved · 10 at a time');
  expect(within(card).getByRole('progressbar', { name: 'Exceptions settled' })).toHaveProperty('value', 9);
  await user.click(within(card).getByRole('button', { name: 'Stop' }));
  expect(await within(card).findByText('Stopped by operator.')).toBeDefined();
  expect(calls.some(({ path }) => path === '/exceptions/bulk/b1/stop')).toBe(true);
  await user.click(within(card).getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('region', { name: 'Bulk retry' })).toBeNull();
});

it('says who looks after an exception, and what people say about it', async () => {
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1', { owner: 'Grace' })], open: 1 },
    'GET /exceptions/1': DETAIL,
    'PUT /exceptions/1/owner': { id: '1', owner: 'Ada' },
    'POST /exceptions/1/comments': { id: 'c2', by: 'operator', at: '2026-11-01T09:00:00.000Z', text: 'Fixed.' },
  });
  const { user, router } = renderApp('/exceptions');
  const row = await screen.findByTestId('exception-row:1');
  expect(within(row).getByText('Grace')).toBeDefined();
  await user.click(within(row).getByRole('button', { name: 'Details of #1' }));
  const panel = await screen.findByRole('dialog', { name: '#1' });
  expect(router.state.location.search).toEqual({ exception: '1' });
  expect(within(panel).getByText('Asked the ERP team.')).toBeDefined();
  await user.type(within(panel).getByLabelText('Owner'), 'Ada');
  await user.click(within(panel).getByRole('button', { name: 'Assign' }));
  await user.type(within(panel).getByLabelText('Add a comment'), 'Fixed.');
  await user.click(within(panel).getByRole('button', { name: 'Comment' }));
  await waitFor(() =>
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([
      { method: 'PUT', path: '/exceptions/1/owner', body: { owner: 'Ada' } },
      { method: 'POST', path: '/exceptions/1/comments', body: { by: 'operator', text: 'Fixed.' } },
    ]),
  );
});

it('sends a mended message only when something changed and a reason is given, and shows a refusal', async () => {
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1')], open: 1 },
    'GET /exceptions/1': DETAIL,
    'GET /exceptions/1/retry/plan': { effects: [KEPT, AGAIN] },
    'POST /exceptions/1/replay/plan': { runId: 'run-1', from: ['in'], effects: [KEPT] },
    'GET /flows/orders/versions': { versions: [] },
    'POST /exceptions/1/replay': () => problem(409, 'exception-settled', 'The exception is retrying.'),
  });
  const { user } = renderApp('/exceptions?exception=1');
  const panel = await screen.findByRole('dialog', { name: '#1' });
  await user.click(await within(panel).findByRole('button', { name: 'Edit and retry…' }));
  const retry = within(panel).getByRole('button', { name: 'Retry with this message' });
  await user.type(within(panel).getByLabelText(/Reason/), 'Wrong postcode');
  expect(retry).toHaveProperty('disabled', true);
  const code = await waitFor(() => {
    const found = EditorView.findFromDOM(panel);
    expect(found).not.toBeNull();
    return found as EditorView;
  });
  const write = (insert: string) =>
    act(() => code.dispatch({ changes: { from: 0, to: code.state.doc.length, insert } }));
  write('{ "order": "1001", ');
  expect(retry).toHaveProperty('disabled', true);
  write('{ "order": "1001", "postcode": "D02" }');
  const plan = within(panel).getByRole('region', { name: 'Plan' });
  expect(within(plan).getByTestId('effect:erp').textContent).toContain('It was made from the old message');
  await user.click(retry);
  expect(await within(panel).findByText('The exception is retrying.')).toBeDefined();
  expect(calls.find(({ path }) => path === '/exceptions/1/replay')?.body).toEqual({
    by: 'operator',
    reason: 'Wrong postcode',
    message: { order: '1001', postcode: 'D02' },
  });
});

it('says what a retry does to each effect, and warns where one may happen twice', async () => {
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1')], open: 1 },
    'GET /exceptions/1': {
      ...DETAIL,
      replays: [
        {
          runId: 'r3',
          fromRunId: 'r2',
          by: 'Ada',
          at: '2026-11-01T08:00:00.000Z',
          reason: '',
          changes: [],
          repeated: ['erp'],
        },
      ],
    },
    'GET /exceptions/1/retry/plan': { effects: [KEPT, AGAIN] },
    'POST /exceptions/1/retry': { id: '1', runId: 'run-1' },
  });
  const { user } = renderApp('/exceptions?exception=1');
  const panel = await screen.findByRole('dialog', { name: '#1' });
  const retry = await within(panel).findByRole('region', { name: 'Retry' });
  expect((await within(retry).findByTestId('effect:erp')).textContent).toContain('kept, not sent again');
  expect(within(retry).getByTestId('effect:wms').dataset.does).toBe('undecided');
  expect(within(panel).getByText('Sent again as asked: erp.')).toBeDefined();
  await user.click(within(retry).getByRole('button', { name: 'Retry all the same' }));
  await waitFor(() => expect(calls.some(({ path }) => path === '/exceptions/1/retry')).toBe(true));
});

it('offers to replay a run that took back what it had done, where nothing is left to retry', async () => {
  fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1')], open: 1 },
    'GET /exceptions/1': DETAIL,
    'GET /exceptions/1/retry/plan': () => problem(409, 'run-undone', 'What it had done was taken back.'),
  });
  const { user, router } = renderApp('/exceptions?exception=1');
  const retry = await within(await screen.findByRole('dialog', { name: '#1' })).findByRole('region', { name: 'Retry' });
  expect(await within(retry).findByText('What it had done was taken back.')).toBeDefined();
  expect(within(retry).queryByRole('button', { name: /Retry/ })).toBeNull();
  await user.click(within(retry).getByRole('link', { name: 'Replay…' }));
  await waitFor(() => expect(router.state.location.href).toBe('/runs/run-1?replay=true'));
});
