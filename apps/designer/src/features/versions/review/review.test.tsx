import { catalogue } from '@lockstep/nodes/catalogue';
import { contentHash, type Flow } from '@lockstep/schema/graph';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callerChanges } from '../../../parts/caller-changes.ts';
import { fakeRuntime, renderApp } from '../../../testing/render-app.tsx';

const node = (id: string, type: string, params: Flow['nodes'][number]['params'] = {}) => ({
  ...{ id, type, version: 1, name: id, params, policy: {} },
});
const flow: Flow = {
  ...{ format: 1, id: 'orders', name: 'Orders' },
  nodes: [
    node('in', 'webhook', { path: 'orders' }),
    node('tell', 'send-event', { topic: 'order.received', key: '=input.id' }),
  ],
  edges: [{ from: 'in', port: 'out', to: 'tell' }],
  ...{ layout: { nodes: {}, notes: [] }, settings: { review: 'required' }, tests: [] },
};

describe('what changes for callers', () => {
  const told = (before: Flow | undefined, after: Flow) =>
    callerChanges(before, after, catalogue).map(({ kind, text }) => `${kind} ${text}`);
  const withNodes = (...nodes: Flow['nodes']): Flow => ({ ...flow, nodes });

  it('are addresses and topics that come and go', () => {
    expect(told(undefined, flow)).toEqual(['added Address /hooks/orders', 'added Publishes on topic order.received']);
    const moved = withNodes(
      node('in', 'webhook', { path: 'orders/new' }),
      node('tell', 'send-event', { topic: 'order.received' }),
    );
    expect(told(flow, moved)).toEqual(['added Address /hooks/orders/new', 'removed Address /hooks/orders']);
  });

  it('are contracts of calls', () => {
    const before = withNodes(node('called', 'callable', { input: 'order@1' }));
    const after = withNodes(node('called', 'callable', { input: 'order@2', output: 'order@2' }));
    expect(told(before, after)).toEqual([
      'changed Calls by other flows, taking: order@1 → order@2',
      'changed Calls by other flows, returning: anything → order@2',
    ]);
  });

  it('are none where only steps within changed', () => {
    expect(told(flow, withNodes(...flow.nodes, node('log', 'log', { message: 'seen' })))).toEqual([]);
  });
});

const REVIEW = {
  ...{ id: '6f1c1f0e-0000-4000-8000-000000000001', flowId: 'orders', hash: contentHash(flow), basedOn: 0 },
  ...{ status: 'open', message: 'Please look', by: 'Ann', at: '2026-11-01T08:00:00.000Z' },
  comments: [
    {
      id: '6f1c1f0e-0000-4000-8000-000000000002',
      node: 'tell',
      text: 'Which key?',
      by: 'Ben',
      at: '2026-11-01T08:00:00.000Z',
    },
  ],
};
function open(address: string, reviews: readonly object[]) {
  const calls = fakeRuntime({
    'GET /flows/orders/draft': { flow, revision: 1, savedAt: '2026-11-01T08:00:00.000Z', hash: contentHash(flow) },
    'POST /flows/orders/check': { issues: [] },
    'POST /flows/orders/samples/run': { reports: [], failed: 0, override: 'never', durationMs: 1 },
    'GET /flows/orders/versions': { versions: [] },
    'GET /flows/orders/reviews': { required: 'flow', reviews },
    'POST /flows/orders/reviews': REVIEW,
    [`POST /flows/orders/reviews/${REVIEW.id}/comments/${REVIEW.comments[0]?.id}/resolve`]: REVIEW,
    [`POST /flows/orders/reviews/${REVIEW.id}/decision`]: { ...REVIEW, status: 'declined' },
    'GET /runs': { runs: [] },
  });
  return { calls, ...renderApp(address) };
}

it('asks for a review instead of publishing, and shows the panel of it', async () => {
  localStorage.setItem('lockstep.person', 'Ann');
  const { calls, user } = open('/flows/orders', []);
  await user.click(await screen.findByRole('button', { name: 'Publish' }, { timeout: 20_000 }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 5_000 });
  await user.type(await within(dialog).findByRole('textbox', { name: 'Message' }), 'Please look');
  const ask = within(dialog).getByRole('button', { name: 'Ask for a review' });
  await waitFor(() => expect(ask).toHaveProperty('disabled', false));
  await user.click(ask);
  await waitFor(() => {
    const sent = calls.find(({ method, path }) => method === 'POST' && path === '/flows/orders/reviews');
    expect(sent?.body).toMatchObject({ message: 'Please look', basedOn: 0 });
  });
  expect(await screen.findByRole('region', { name: 'Reviews' }, { timeout: 5_000 })).toBeDefined();
}, 40_000);

it('lets nobody approve while remarks are open', async () => {
  const { user, calls } = open('/flows/orders?panel=review', [{ ...REVIEW, by: 'Somebody else' }]);
  const panel = await screen.findByRole('region', { name: 'Reviews' }, { timeout: 20_000 });
  const approve = await within(panel).findByRole('button', { name: 'Approve' });
  expect(approve).toHaveProperty('disabled', true);
  expect(within(panel).getByText(/1 remark is open/)).toBeDefined();
  await user.click(within(panel).getByRole('button', { name: 'Resolve' }));
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith('/resolve'))).toBe(true));
  await user.click(within(panel).getByRole('button', { name: 'Decline' }));
  await waitFor(() =>
    expect(calls.find(({ path }) => path.endsWith('/decision'))?.body).toMatchObject({ decision: 'declined' }),
  );
}, 40_000);
