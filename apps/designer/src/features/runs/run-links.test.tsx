import type { ApprovalView, RunView } from '@lockstep/schema/api';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { FLOW, runView, stepView } from '../../testing/samples.ts';

const UNDO_FLOW: RunView['flow'] = {
  ...FLOW,
  nodes: [...FLOW.nodes, { id: 'back', type: 'log', version: 1, name: 'Take it back', params: {}, policy: {} }],
  edges: [...FLOW.edges, { from: 'erp', port: 'undo', to: 'back' }],
};
const NO_DATA = { node: 'erp', key: 'r1:erp:0' };
const APPROVAL: ApprovalView = {
  id: 'a1',
  runId: 'r1',
  flowId: 'orders',
  flowName: 'Orders',
  node: 'erp',
  nodeName: 'Create sales order',
  test: false,
  title: 'Pay 900 EUR back?',
  assignee: 'Finance',
  status: 'open',
  askedAt: '2026-11-01T08:00:00.000Z',
};
const parked = (park: NonNullable<RunView['steps'][number]['parked']>, more: Partial<RunView> = {}) =>
  runView('r1', {
    status: 'waiting',
    steps: [stepView('in'), stepView('erp', { status: 'waiting', parked: park })],
    ...more,
  });

it('says which run waits behind a call, and leads there and back', async () => {
  const called = { runId: 'r2', flowId: 'ship', flowName: 'Ship it', version: 3, status: 'running' } as const;
  fakeRuntime({
    'GET /runs/r1': parked(
      { kind: 'call', runId: 'r2', flowId: 'ship', version: 3 },
      { calls: [{ ...called, node: 'erp', mode: 'wait' }] },
    ),
    'GET /runs/r1/steps/erp': NO_DATA,
    'GET /runs/r2/steps/erp': NO_DATA,
    'GET /runs/r2': runView('r2', {
      trigger: { kind: 'call', receivedAt: 0 },
      calledBy: [
        { runId: 'r1', flowId: 'orders', flowName: 'Orders', status: 'waiting', node: 'erp', nodeName: 'Call it' },
      ],
    }),
  });
  const { router, user } = renderApp('/runs/r1');
  const waiting = await screen.findByRole('region', { name: 'Waiting' });
  expect(waiting.textContent).toContain('Waits for the run it called: Ship it v3');
  const calls = screen.getByRole('region', { name: 'Called runs' });
  await user.click(within(calls).getByRole('link', { name: /Ship it/ }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r2'));
  await user.click(await screen.findByRole('link', { name: 'Orders, step “Call it”' }));
  await waitFor(() => expect(router.state.location.href).toBe('/runs/r1?node=erp'));
});

it('lets a person answer where the run waits, with a comment', async () => {
  const calls = fakeRuntime({
    'GET /runs/r1': parked({ kind: 'approval', approvalId: 'a1', title: APPROVAL.title }),
    'GET /runs/r1/steps/erp': NO_DATA,
    'GET /approvals/a1': APPROVAL,
    'POST /approvals/a1/decide': { id: 'a1', runId: 'r1' },
  });
  const { user } = renderApp('/runs/r1');
  const question = await screen.findByRole('region', { name: 'Approval' });
  expect(within(question).getByText('Pay 900 EUR back?')).toBeDefined();
  await user.type(within(question).getByRole('textbox', { name: 'Comment' }), 'Checked.');
  await user.click(within(question).getByRole('button', { name: 'Reject' }));
  const sent = calls.find(({ method }) => method === 'POST');
  expect(sent).toEqual({
    method: 'POST',
    path: '/approvals/a1/decide',
    body: { decision: 'rejected', comment: 'Checked.' },
  });
});

it('says what an answer is waited for on, and until when', async () => {
  fakeRuntime({
    'GET /runs/r1': parked({ kind: 'event', topic: 'return.received', key: 'R-1' }),
    'GET /runs/r1/steps/erp': NO_DATA,
  });
  renderApp('/runs/r1');
  const waiting = await screen.findByRole('region', { name: 'Waiting' });
  expect(waiting.textContent).toContain('Waits for an event on return.received with the key R-1');
  expect(within(waiting).getByRole('link').getAttribute('href')).toBe('/topics/return.received?key=R-1');
});

it('shows what was taken back, what is left, and what nobody knows', async () => {
  const at = (second: number) => `2026-11-01T08:00:0${second}.000Z`;
  fakeRuntime({
    'GET /runs/r1': runView('r1', {
      status: 'exception',
      flow: UNDO_FLOW,
      steps: [
        stepView('in', { endedAt: at(1), undo: { node: 'back', status: 'undone' } }),
        stepView('erp', { endedAt: at(2), undo: { node: 'back', status: 'undone' } }),
        stepView('back', { name: 'Take it back' }),
      ],
    }),
    'GET /runs/r1/steps/erp': NO_DATA,
  });
  renderApp('/runs/r1?node=erp');
  const note = await screen.findByRole('region', { name: 'What was taken back' });
  expect(
    within(note)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Create sales order by Take it back, then', 'Order placed by Take it back']);
  expect(screen.getByRole('region', { name: 'Undo' }).textContent).toBe(
    'Taken back“Take it back” took back what this step did.',
  );
});

it('tells calls of items by the item, and moves to other versions with who moved it', async () => {
  const called = {
    flowId: 'ship',
    flowName: 'Ship it',
    version: 3,
    status: 'done',
    node: 'erp',
    mode: 'wait',
  } as const;
  fakeRuntime({
    'GET /runs/r1': runView('r1', {
      version: 4,
      steps: [stepView('in'), stepView('erp')],
      calls: [
        { ...called, runId: 'r2', item: '0' },
        { ...called, runId: 'r3', item: '1.2' },
      ],
      moves: [{ from: 3, to: 4, by: 'Ada', at: '2026-11-01T08:00:00.000Z' }],
    }),
    'GET /runs/r1/steps/erp': NO_DATA,
  });
  const { user } = renderApp('/runs/r1?node=erp');
  await user.click(await screen.findByRole('tab', { name: 'Summary' }));
  const calls = await screen.findByRole('region', { name: 'Called runs' });
  expect(within(calls).getByText('item 1')).toBeDefined();
  expect(within(calls).getByText('item 2 › 3')).toBeDefined();
  expect(screen.getByTestId('run-moves').textContent).toMatch(/^Moved from v3 to v4 .* by Ada\.$/);
});
