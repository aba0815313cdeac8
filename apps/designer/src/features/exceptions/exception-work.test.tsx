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
  edits: [],
};

it('groups by cause, counts before it retries, and starts only when told', async () => {
  const calls = fakeRuntime({
    'GET /exception-clusters': { clusters: [CLUSTER], open: 120 },
    'POST /exceptions/bulk': ({ body }: { body: { dryRun?: boolean } }) =>
      body.dryRun ? { count: 118 } : { count: 118, bulk: BULK },
  });
  const { user } = renderApp('/exceptions?view=causes');
  const row = await screen.findByTestId('cause-row:orders:erp:http-503');
  expect(within(row).getByText('2 looked after')).toBeDefined();
  await user.click(within(row).getByRole('button', { name: 'Retry 120: The ERP is not able to answer #.' }));
  const dialog = await screen.findByRole('dialog', { name: 'Retry in bulk' });
  await user.click(await within(dialog).findByRole('button', { name: 'Retry 118' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const select = { flow: 'orders', node: 'erp', category: 'system', code: 'http-503', cause: CLUSTER.cause };
  expect(calls.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
    { select, dryRun: true },
    { select, by: 'operator' },
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
    'POST /exceptions/1/retry-edited': () => problem(409, 'exception-settled', 'The exception is retrying.'),
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
  await user.click(retry);
  expect(await within(panel).findByText('The exception is retrying.')).toBeDefined();
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
    by: 'operator',
    reason: 'Wrong postcode',
    message: { order: '1001', postcode: 'D02' },
  });
});
