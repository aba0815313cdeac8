import { contentHash, type Flow } from '@lockstep/schema/graph';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
// Loaded beforehand: the first look at a page waits for its code, which is no part of what is tested.
import '../../app/FlowRoute.tsx';
import '../../app/RunRoute.tsx';
import '../exceptions/ExceptionsPage.tsx';
import '../inspector/lane/LaneSection.tsx';
import './LanesPanel.tsx';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { exception, FLOW, flowSummary, runView } from '../../testing/samples.ts';

const LANED: Flow = { ...FLOW, settings: { lane: { key: '=input.orderNumber' } } };
const HOLDER = { runId: 'r1', status: 'exception', businessKey: 'ORDER-1001', exceptionId: 'e1' } as const;
const BLOCKED = { key: 'ORDER-1001', state: 'blocked', waiting: 12, since: '2026-11-01T08:00:00.000Z', holder: HOLDER };
const AT = '2026-11-01T08:00:00.000Z';
const EDITOR = {
  'GET /flows/orders/draft': {
    flow: LANED,
    revision: 1,
    savedAt: AT,
    hash: contentHash(LANED),
    published: { version: 1, hash: contentHash(LANED), publishedAt: AT },
  },
  'GET /flows/orders/pause': { held: 0 },
  'GET /connections': { connections: [] },
  'GET /contracts': { contracts: [] },
  'POST /flows/orders/check': { issues: [] },
  'GET /flows/orders/lanes': { lanes: [BLOCKED], keys: 1, blocked: 1, waiting: 12 },
  'POST /runs/r1/move-on': { runId: 'r1' },
};

it('says on the page of a flow who waits behind a failed run, and lets a person move on', async () => {
  const calls = fakeRuntime(EDITOR);
  const { user } = renderApp('/flows/orders?panel=lanes');
  const panel = await screen.findByRole('region', { name: 'Lanes' });
  expect(await within(panel).findByText(/One at a time for each order number/)).toBeDefined();
  const row = await within(panel).findByTestId('lane-row:ORDER-1001');
  expect(row.dataset.state).toBe('blocked');
  expect(row.textContent).toContain('12 wait behind ORDER-1001, since');
  expect((await screen.findByRole('button', { name: '12 wait behind ORDER-1001' })).title).toBe('Show the lanes');
  await user.click(within(row).getByRole('button', { name: 'Move on past the failed run of ORDER-1001' }));
  await waitFor(() => expect(calls.map(({ path }) => path)).toContain('/runs/r1/move-on'));
  expect(within(row).getByRole('button', { name: 'Retry the failed run of ORDER-1001' })).toBeDefined();
  expect(within(row).getByRole('button', { name: 'Discard the failed run of ORDER-1001' })).toBeDefined();
});

it('says in the run where it stands in its lane', async () => {
  const lane = { key: 'ORDER-1001', ahead: 0, behind: 0 } as const;
  const shown = async (more: Partial<Parameters<typeof runView>[1]>) => {
    fakeRuntime({ 'GET /runs/r2': runView('r2', { flow: LANED, ...more }) });
    const { router } = renderApp('/runs/r2');
    const note = (await screen.findByTestId('run-lane')).textContent;
    await router.navigate({ to: '/' });
    await waitFor(() => expect(screen.queryByTestId('run-lane')).toBeNull());
    return note;
  };
  expect(await shown({ status: 'exception', lane: { ...lane, state: 'blocking', behind: 12 } })).toContain(
    '12 wait behind ORDER-1001. This order number goes on when',
  );
  expect(await shown({ status: 'queued', lane: { ...lane, state: 'waiting', ahead: 3, holder: HOLDER } })).toBe(
    'Waits for its turn: order number ORDER-1001, 3 before it. It is blocked by a failed run.',
  );
  expect(await shown({ lane: { ...lane, state: 'set-aside', setAside: { reason: 'stale', by: 'r1' } } })).toBe(
    'Set aside: a newer message was done before it. Open that run',
  );
});

it('says in the list of exceptions what one keeps waiting, and in the list of flows that a key is blocked', async () => {
  fakeRuntime({
    'GET /exceptions': { exceptions: [exception('e1', { blocks: { key: 'ORDER-1001', waiting: 12 } })], open: 1 },
    'GET /flows': { flows: [flowSummary('orders', { publishedVersion: 1, lanes: { blocked: 1, waiting: 12 } })] },
  });
  const { router } = renderApp('/exceptions');
  const row = await screen.findByTestId('exception-row:e1');
  expect(row.textContent).toContain('12 wait behind ORDER-1001');
  expect(within(row).getByRole('button', { name: 'Move on past the failed run of ORDER-1001' })).toBeDefined();
  await router.navigate({ to: '/flows' });
  expect(await screen.findByRole('link', { name: '1 key blocked' })).toBeDefined();
});

it('is switched on in the inspector, sorted if wanted, and told at the start of the flow', async () => {
  const plain = { ...EDITOR['GET /flows/orders/draft'], flow: FLOW, published: undefined };
  const saved: Flow[] = [];
  fakeRuntime({
    ...EDITOR,
    'GET /flows/orders/draft': plain,
    'PUT /flows/orders/draft': ({ body }: { body: { flow: Flow } }) => {
      saved.push(body.flow);
      return { revision: saved.length + 1, savedAt: AT, hash: contentHash(body.flow) };
    },
  });
  const { user } = renderApp('/flows/orders');
  const inspector = await screen.findByRole('complementary', { name: 'Inspector' });
  await user.click(await within(inspector).findByRole('switch', { name: 'Keep messages in order' }));
  await user.click(await within(inspector).findByRole('switch', { name: 'Sort' }));
  await user.type(await within(inspector).findByLabelText(/^Called/), 'SKU');
  await waitFor(
    () => expect(saved.at(-1)?.settings.lane).toMatchObject({ key: '=', name: 'SKU', order: { by: 'version' } }),
    {
      timeout: 8_000,
    },
  );
  await user.click(within(inspector).getByRole('switch', { name: 'Keep messages in order' }));
  await waitFor(() => expect(saved.at(-1)?.settings).toEqual({}), { timeout: 8_000 });
}, 20_000);
