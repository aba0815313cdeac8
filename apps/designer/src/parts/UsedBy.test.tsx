import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../testing/render-app.tsx';
import { FLOW } from '../testing/samples.ts';

const CALLABLE = { ...FLOW, nodes: [{ ...FLOW.nodes[0], type: 'callable' }, FLOW.nodes[1]] };
const DRAFT = { flow: CALLABLE, revision: 1, savedAt: '2026-11-01T08:00:00.000Z', hash: 'h' };
/** The page of a flow is the largest there is: a busy machine takes its time to read it. */
const PATIENT = { timeout: 40_000 };
const CALLER = {
  flowId: 'shop',
  flowName: 'Shop order',
  version: 2,
  isNewest: true,
  openRuns: 0,
  node: 'ask',
  nodeName: 'Reserve',
  versions: '>=1',
  isPinned: false,
  calls: 3,
  mode: 'wait',
};

it('names the steps that call a flow, with the version each of them gets, and the older ones that still run', async () => {
  const older = { ...CALLER, version: 1, isNewest: false, openRuns: 4, isPinned: true, calls: 1, mode: 'start' };
  fakeRuntime({
    'GET /flows/orders/draft': DRAFT,
    'GET /flows/orders/usage': { callers: [CALLER, older], releases: [] },
    'POST /flows/orders/check': { issues: [] },
  });
  renderApp('/flows/orders');
  const list = await screen.findByRole('region', { name: 'Used by' }, PATIENT);
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([
    'Shop order, step “Reserve”Gets v3 (>=1), waits for the result',
    'Shop order, step “Reserve”Always v1, chosen at publishing, only starts itv1, 4 runs under way',
  ]);
  const [now, then] = within(list).getAllByRole('link');
  expect([now?.getAttribute('href'), then?.getAttribute('href')]).toEqual(['/flows/shop?node=ask', '/flows/shop?v=1']);
}, 60_000);

it('says that callers are not known, and asks again', async () => {
  let isAway = true;
  fakeRuntime({
    'GET /flows/orders/draft': DRAFT,
    'GET /flows/orders/usage': () => (isAway ? problem(500, 'internal', 'Away.') : { callers: [], releases: [] }),
    'POST /flows/orders/check': { issues: [] },
  });
  const { user } = renderApp('/flows/orders');
  expect((await screen.findByRole('alert', {}, PATIENT)).textContent).toContain(
    'Who calls this flow could not be read',
  );
  isAway = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('No published flow calls this one yet.')).toBeDefined();
}, 60_000);
