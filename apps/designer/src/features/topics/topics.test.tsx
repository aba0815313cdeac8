import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
// Loaded beforehand: the first look at a page waits for its code, which is no part of what is tested.
import './EventPanel.tsx';
import './ReplayDialog.tsx';
import './TopicDialog.tsx';
import './TopicPage.tsx';
import './TopicsPage.tsx';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';

const AT = '2026-11-01T08:00:00.000Z';
const STOCK = {
  name: 'stock/changed',
  description: 'What stands where',
  declared: true,
  contract: 'inventory@1',
  keptMs: 7 * 86_400_000,
  head: 1204,
  events: 1204,
  bytes: 90_000,
  newestAt: AT,
  lastHour: 61,
  lastDay: 900,
  createdAt: AT,
  door: { verify: { scheme: 'none' } },
};
const READER = {
  flowId: 'stock-to-shop',
  flowName: 'Stock to shop',
  node: 'changed',
  nodeName: 'Stock changed',
  topic: STOCK.name,
  version: 3,
  place: 1162,
  lag: 42,
  lagMs: 5_000,
  waiting: 0,
  paused: false,
  read: 1162,
  passed: 12,
  begun: 1150,
  expired: 0,
};
const EVENT = {
  offset: 7,
  key: 'mug-blue',
  eventId: 'wms 7',
  receivedAt: AT,
  bytes: 20,
  preview: '{"sku":"mug-blue"}',
};
const PREVIEW = { events: 3, matched: 2, looked: 3, sample: [EVENT] };
const REPLAY = {
  id: '0198f2a0-0000-7000-8000-000000000001',
  topic: STOCK.name,
  flowId: 'stock-to-shop',
  node: 'changed',
  status: 'running',
  by: 'operator',
  total: 200,
  events: 300,
  read: 90,
  passed: 30,
  expired: 0,
  begun: 60,
  perSecond: 5,
  startedAt: AT,
};
/** Writes at once: typing letter by letter into these forms is slow, and is not what is tested. */
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

const PATH = '/topics/stock%2Fchanged';
const WORLD = {
  'GET /topics': { topics: [STOCK] },
  'GET /consumers': { consumers: [READER] },
  [`GET ${PATH}/waiters`]: { waiters: [] },
  [`GET ${PATH}`]: STOCK,
  [`GET ${PATH}/events`]: { events: [EVENT] },
  'GET /replays': { replays: [] },
  'GET /connections': { connections: [] },
  'GET /contracts': { contracts: [] },
};

it('lists topics with what comes in, how long it stays, and how far their readers are behind', async () => {
  fakeRuntime(WORLD);
  renderApp('/topics');
  const row = await screen.findByTestId('topic-row:stock/changed');
  await waitFor(() => expect(row.textContent).toContain('1 flow42 behind'));
  for (const shown of ['inventory@1', 'Open to systems', '61', '1,204', '7 days']) {
    expect(row.textContent).toContain(shown);
  }
});

it('says how a topic comes about while there is none, and declares one', async () => {
  const calls = fakeRuntime({ ...WORLD, 'GET /topics': { topics: [] }, [`PUT ${PATH}`]: STOCK });
  const { user, router } = renderApp('/topics');
  expect(await screen.findByText('No topic yet')).toBeDefined();
  await user.click(screen.getAllByRole('button', { name: 'New topic' })[0] as HTMLElement);
  const dialog = await screen.findByRole('dialog', { name: 'New topic' });
  await user.click(within(dialog).getByText('Save'));
  expect(await within(dialog).findByText('Use letters, digits, dots, dashes and slashes.')).toBeDefined();
  write(within(dialog).getByLabelText(/^Name/), 'stock/changed');
  write(within(dialog).getByLabelText('Days kept'), '2');
  await user.click(within(dialog).getByLabelText('Take CloudEvents from other systems', { selector: '[role=switch]' }));
  await user.click(within(dialog).getByText('Save'));
  await waitFor(() => expect(router.state.location.pathname).toBe('/topics/stock%2Fchanged'));
  expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
    description: '',
    retentionMs: 172_800_000,
    door: { verify: { scheme: 'api-key' } },
  });
});

it('lists steps that wait for its events among the readers, with the runs that wait now', async () => {
  const waiter = {
    flowId: 'recount',
    flowName: 'Recount',
    node: 'counted',
    nodeName: 'Counted',
    version: 2,
    waiting: 3,
  };
  fakeRuntime({ ...WORLD, 'GET /consumers': { consumers: [] }, [`GET ${PATH}/waiters`]: { waiters: [waiter] } });
  renderApp(PATH);
  const row = await screen.findByTestId('waiter-row:recount/counted');
  for (const shown of ['Recount', 'Counted v2', '3 wait']) expect(row.textContent).toContain(shown);
});

it('shows events by key, and what one of them said', async () => {
  const calls = fakeRuntime({
    ...WORLD,
    [`GET ${PATH}/events/7`]: { ...EVENT, payload: { sku: 'mug-blue' }, attributes: { type: 'stock.changed' } },
  });
  const { user } = renderApp('/topics/stock%2Fchanged');
  const filter = await screen.findByRole('form', { name: 'Which events' });
  write(within(filter).getByLabelText('Key'), 'mug-blue');
  await user.click(within(filter).getByText('Show'));
  await waitFor(() => expect(calls.map(({ path }) => path)).toContain(`${PATH}/events?key=mug-blue`));
  await user.click(await screen.findByRole('button', { name: 'Event 7' }));
  const panel = await screen.findByRole('dialog', { name: 'Event 7' });
  expect(await within(panel).findByText('wms 7')).toBeDefined();
  expect(await within(panel).findByText('stock.changed')).toBeDefined();
});

it('counts what a replay is about before it begins one', async () => {
  const calls = fakeRuntime({
    ...WORLD,
    'POST /replays/preview': ({ body }: { body: { keys?: string } }) =>
      body.keys === 'bad*' ? problem(400, 'request-invalid', 'The filter is no expression.') : PREVIEW,
    'POST /replays': REPLAY,
  });
  const { user } = renderApp('/topics/stock%2Fchanged?key=bad*&open=replay');
  const dialog = await screen.findByRole('dialog', { name: 'Replay events' });
  expect(await within(dialog).findByText('The filter is no expression.')).toBeDefined();
  expect(within(dialog).getByText<HTMLButtonElement>('Replay').disabled).toBe(true);
  write(within(dialog).getByLabelText('Key'), 'mug');
  write(within(dialog).getByLabelText('Runs a second'), '5');
  expect(await within(dialog).findByText(/of 3 events are replayed/)).toBeDefined();
  await user.click(within(dialog).getByText('Replay 2'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(calls.find(({ method, path }) => method === 'POST' && path === '/replays')?.body).toEqual({
    topic: 'stock/changed',
    flowId: 'stock-to-shop',
    node: 'changed',
    keys: 'mug',
    perSecond: 5,
    by: 'operator',
  });
});

it('shows how far a replay is, pauses it, and ends it after a question', async () => {
  const calls = fakeRuntime({
    ...WORLD,
    'GET /replays': { replays: [REPLAY] },
    [`POST /replays/${REPLAY.id}/pause`]: { ...REPLAY, status: 'paused' },
    [`POST /replays/${REPLAY.id}/abort`]: { ...REPLAY, status: 'aborted' },
  });
  const { user } = renderApp('/topics/stock%2Fchanged');
  const row = await screen.findByTestId(`replay-row:${REPLAY.id}`);
  expect(row.textContent).toContain('60 of about 200 runs begun, 30 events passed over, 5 a second at most');
  expect(within(row).getByRole('progressbar', { name: '90 of 300 events read' })).toBeDefined();
  await user.click(within(row).getByRole('button', { name: 'Pause the replay into stock-to-shop' }));
  await user.click(within(row).getByRole('button', { name: 'End the replay into stock-to-shop' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'End replay' }));
  await waitFor(() => expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(2));
});
