import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { FLOW, runView, stepView } from '../../testing/samples.ts';

const LINES = { id: 'lines', type: 'for-each', version: 1, name: 'Each line', params: {}, policy: {} };
const PRICE = { id: 'price', type: 'log', version: 1, name: 'Price it', params: {}, policy: {}, scope: 'lines' };
const scope = { items: 3, more: false, ended: 3, failed: 1, open: [], stopped: false };
const RUN = runView('r1', {
  flow: { ...FLOW, nodes: [...FLOW.nodes, LINES, PRICE] },
  steps: [
    stepView('in'),
    stepView('lines', { name: 'Each line', type: 'for-each', scope }),
    stepView('price', { name: 'Price it', status: 'pending' }),
  ],
});
const failure = { kind: 'item', category: 'mapping', code: 'no-price', message: 'There is no price.' } as const;
const ITEMS = {
  items: [
    { path: '0', status: 'done' },
    { path: '1', status: 'failed', step: 'price', failure },
    { path: '2', status: 'done' },
  ],
};
const itemOf = (path: string, status: 'failed' | 'succeeded') => ({
  path,
  steps: [stepView('price', { name: 'Price it', item: path, status, ...(status === 'failed' && { failure }) })],
});
const ANSWERS = {
  'GET /runs/r1': RUN,
  'GET /runs/r1/scopes/lines/items': ITEMS,
  'GET /runs/r1/scopes/lines/items/0': itemOf('0', 'succeeded'),
  'GET /runs/r1/scopes/lines/items/1': itemOf('1', 'failed'),
  'GET /runs/r1/steps/price': { node: 'price', key: 'r1:price:1' },
  'GET /runs/r1/steps/lines': { node: 'lines', key: 'r1:lines:0' },
};

it('counts the items of a scope, says why one failed, and shows the steps of the one that is picked', async () => {
  fakeRuntime(ANSWERS);
  const { router, user } = renderApp('/runs/r1?node=lines');
  const panel = await screen.findByRole('region', { name: 'Step Each line' });
  expect(await within(panel).findByText('3 items, 1 failed')).toBeDefined();
  expect((await within(panel).findByTestId('item-row:1')).textContent).toContain('Price it: There is no price.');
  await user.click(within(panel).getByTestId('item-row:0'));
  expect(router.state.location.search).toEqual({ node: 'lines', item: 'lines@0' });
  expect((await screen.findByText('item 1')).closest('button')?.dataset.status).toBe('succeeded');
});

it('takes an item out of the address, and asks for its step by item', async () => {
  const calls = fakeRuntime(ANSWERS);
  renderApp('/runs/r1?node=price&item=lines@1');
  expect(await screen.findByText('Item 2')).toBeDefined();
  expect(screen.getByTestId('step-row:price').dataset.status).toBe('failed');
  await waitFor(() => expect(calls.map(({ path }) => path)).toContain('/runs/r1/steps/price?item=1'));
});
