import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
// Loaded beforehand: the first look at a page waits for its code, which is no part of what is tested.
import './CasePage.tsx';
import './CasesPage.tsx';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';

const AT = '2026-11-20T08:00:00.000Z';
const LATER = '2026-11-20T08:05:00.000Z';
const SUMMARY = {
  kind: 'order',
  key: 'W-2001',
  title: 'Ada Byron, 2 lines',
  state: 'partially_fulfilled',
  openedAt: AT,
  changedAt: LATER,
  next: { name: 'shipped', part: 'Lumen', by: LATER, missed: true },
  missed: 1,
  exceptions: 1,
};
const RUN = { runId: 'run-1', flowId: 'updates', flowName: 'Fulfilment updates', version: 2, status: 'done' };
const part = (id: string, state: string, more: object = {}) => ({ id, state, at: AT, ...more });
const VIEW = {
  ...SUMMARY,
  case: {
    ...{ kind: 'order', key: 'W-2001', title: 'Ada Byron, 2 lines', state: 'partially_fulfilled', at: AT },
    lines: [
      part('1', 'shipped', { title: 'Mug', quantity: 2, group: 'BER-1' }),
      part('2', 'delayed', { group: 'Lumen' }),
    ],
    groups: [part('BER-1', 'shipped'), part('Lumen', 'delayed')],
    documents: [{ type: 'sales order', id: '4711', system: 'sap' }],
    milestones: [{ name: 'shipped', part: 'BER-1', at: AT, late: true }],
    expected: [{ name: 'shipped', part: 'Lumen', by: LATER, missedAt: LATER }],
  },
  timeline: [
    { at: AT, what: 'began', tone: 'plain', text: 'Fulfilment updates: a message came in', run: RUN },
    {
      at: AT,
      happenedAt: AT,
      what: 'entry',
      tone: 'plain',
      text: 'Mug (line 1): released → shipped',
      run: RUN,
      entry: { type: 'part', at: AT, part: '1', partKind: 'line', from: 'released', to: 'shipped', visible: true },
    },
    {
      at: LATER,
      what: 'effect',
      tone: 'bad',
      text: 'Tell the shop: failed after 3 tries. The shop refused it.',
      run: RUN,
      step: { node: 'tell', name: 'Tell the shop', type: 'http-request', connection: 'shopify', attempts: 3 },
    },
  ],
  moreRuns: 12,
  related: [{ kind: 'return', key: 'W-2001', state: 'requested' }],
};

it('lists cases with their state, what has not come and what needs a person, and keys that have no case', async () => {
  const calls = fakeRuntime({
    'GET /cases': {
      cases: [SUMMARY],
      keys: [{ key: 'W-9', runs: 3 }],
      counts: [{ kind: 'order', state: 'partially_fulfilled', cases: 4, late: 1 }],
    },
  });
  const { user, router } = renderApp('/cases?search=W-');
  const row = await screen.findByTestId('case-row:order:W-2001');
  for (const shown of ['Order W-2001', 'Ada Byron', 'Partially fulfilled', 'Shipped of Lumen', 'Not come', '1 open']) {
    expect(row.textContent).toContain(shown);
  }
  expect(screen.getByRole('link', { name: /W-9.*3 runs/ }).getAttribute('href')).toBe('/cases/-/W-9');
  await user.click(screen.getByRole('button', { name: /Late/ }));
  expect(router.state.location.search).toEqual({ search: 'W-', which: 'late' });
  expect(calls.map(({ path }) => path)).toContain('/cases?search=W-&which=late');
});

it('says how cases come about while there is none', async () => {
  fakeRuntime({ 'GET /cases': { cases: [], keys: [], counts: [] } });
  renderApp('/cases');
  expect(await screen.findByText('No case yet')).toBeDefined();
});

it('tells one case at a glance: parts, documents, what is missing, and its story with the way to each run', async () => {
  fakeRuntime({ 'GET /cases/order/W-2001': VIEW });
  const { user } = renderApp('/cases/order/W-2001');
  expect(await screen.findByRole('heading', { level: 1, name: 'Order W-2001' })).toBeDefined();
  const lines = await screen.findByRole('table', { name: 'Lines' });
  expect(
    within(lines)
      .getAllByRole('row')
      .map((row) => row.textContent),
  ).toEqual([
    expect.stringContaining('Line'),
    expect.stringMatching(/Mug1 × 2BER-1Shipped/),
    expect.stringMatching(/2LumenDelayed/),
  ]);
  expect(screen.getByText('4711')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Return: requested' }).getAttribute('href')).toBe('/cases/return/W-2001');
  const story = screen.getByRole('list', { name: 'What happened' });
  expect(within(story).getAllByRole('listitem')).toHaveLength(3);
  expect(within(story).getAllByRole('link')[1]?.getAttribute('href')).toBe('/runs/run-1?node=tell');
  expect(screen.getByText(/12 older runs are not told of here/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Customer sees' }));
  expect(within(screen.getByRole('list', { name: 'What happened' })).getAllByRole('listitem')).toHaveLength(1);
});

it('tells a story as it happened by the clocks of its sources, where we heard of it in another order', async () => {
  const late = { what: 'began', tone: 'plain', run: RUN } as const;
  fakeRuntime({
    'GET /cases/order/W-2001': {
      ...VIEW,
      timeline: [
        { ...late, at: '2026-11-01T10:00:00.000Z', happenedAt: '2026-11-01T09:00:00.000Z', text: 'Shipped' },
        { ...late, at: '2026-11-01T11:00:00.000Z', happenedAt: '2026-11-01T08:00:00.000Z', text: 'Placed' },
      ],
    },
  });
  const { user, router } = renderApp('/cases/order/W-2001');
  const story = await screen.findByRole('list', { name: 'What happened' });
  const texts = () =>
    within(story)
      .getAllByRole('listitem')
      .map((item) => item.textContent);
  expect(texts()).toEqual([expect.stringMatching(/Shipped.*happened/), expect.stringMatching(/Placed.*happened/)]);
  await user.click(screen.getByRole('button', { name: 'As it happened' }));
  expect(texts()).toEqual([expect.stringMatching(/Placed.*heard/), expect.stringMatching(/Shipped.*heard/)]);
  expect(router.state.location.search).toEqual({ by: 'source' });
});
