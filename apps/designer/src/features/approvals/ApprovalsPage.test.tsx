import type { ApprovalView } from '@lockstep/schema/api';
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';

const APPROVAL: ApprovalView = {
  id: 'a1',
  runId: 'r1',
  flowId: 'returns',
  flowName: 'Returns',
  node: 'decide',
  nodeName: 'Send a replacement?',
  businessKey: 'R-1',
  test: false,
  title: 'Replace a mug?',
  status: 'open',
  askedAt: '2026-11-01T08:00:00.000Z',
};

it('lists what is open, counts it in the rail, and shows the question of the row that is clicked', async () => {
  const calls = fakeRuntime({
    'GET /approvals': { approvals: [APPROVAL], open: 1 },
    'GET /approvals/a1': { ...APPROVAL, assignee: 'Returns team' },
  });
  const { router, user } = renderApp('/approvals');
  const row = await screen.findByTestId('approval-row:a1');
  expect(within(row).getByRole('link', { name: 'R-1' }).getAttribute('href')).toBe('/runs/r1?node=decide');
  expect((await screen.findByRole('link', { name: /^Approvals/ })).textContent).toBe('Approvals1 open');
  expect(calls.some(({ path }) => path === '/approvals?status=open')).toBe(true);
  await user.click(within(row).getByRole('button', { name: 'Replace a mug?' }));
  expect(await screen.findByText('For Returns team')).toBeDefined();
  expect(router.state.location.search).toEqual({ approval: 'a1' });
});

it('says who answered what, and that nothing can be answered any more', async () => {
  const settled: ApprovalView = {
    ...APPROVAL,
    status: 'rejected',
    decidedBy: 'Ann',
    comment: 'Out of time.',
    settledAt: '2026-11-02T08:00:00.000Z',
  };
  fakeRuntime({ 'GET /approvals': { approvals: [settled], open: 0 }, 'GET /approvals/a1': settled });
  renderApp('/approvals?status=all&approval=a1');
  expect(await screen.findByText(/^Rejected by Ann, /)).toBeDefined();
  expect(screen.getByText('“Out of time.”')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});

it('says why an answer came too late', async () => {
  fakeRuntime({
    'GET /approvals': { approvals: [APPROVAL], open: 1 },
    'GET /approvals/a1': APPROVAL,
    'POST /approvals/a1/decide': () => problem(409, 'approval-settled', 'The approval is expired.'),
  });
  const { user } = renderApp('/approvals?approval=a1');
  await user.click(await screen.findByRole('button', { name: 'Approve' }));
  expect((await screen.findByRole('alert')).textContent).toBe('The approval is expired.');
});

it('says what stands here when nothing does, and offers to try again when it cannot be read', async () => {
  let isBroken = true;
  fakeRuntime({
    'GET /approvals': () => (isBroken ? problem(500, 'internal', 'Broken.') : { approvals: [], open: 0 }),
  });
  const { user } = renderApp('/approvals');
  expect((await screen.findByRole('alert')).textContent).toContain('Approvals could not be read');
  isBroken = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('No run waits for an answer')).toBeDefined();
});
