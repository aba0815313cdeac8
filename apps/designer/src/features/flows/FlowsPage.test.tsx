import { samples } from '@lockstep/nodes/samples';
import { diffFlows, type Flow } from '@lockstep/schema/graph';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';
import { FLOW, flowSummary } from '../../testing/samples.ts';

const ORDERS = flowSummary('orders', {
  name: 'Order to ERP',
  publishedVersion: 3,
  triggers: [{ type: 'webhook', path: '/hooks/shop' }],
});

it('lists flows with their state, narrows them by state and keeps the choice in the address', async () => {
  const listener = flowSummary('listener', { publishedVersion: 1, triggers: [{ type: 'on-event' }] });
  fakeRuntime({ 'GET /flows': { flows: [ORDERS, listener, flowSummary('draft')] } });
  const { router, user } = renderApp('/flows');
  expect(await screen.findByText('Published v3')).toBeDefined();
  expect(screen.getByText('When an event comes')).toBeDefined();
  await user.click(screen.getByRole('button', { name: /^Draft/ }));
  await waitFor(() => expect(screen.queryByText('Order to ERP')).toBeNull());
  expect(screen.getByText('Flow draft')).toBeDefined();
  expect(router.state.location.search).toEqual({ status: 'draft' });
  expect(document.title).toBe('Flows · Lockstep');
});

it('says in words when a flow runs by the clock, and when next', async () => {
  const next = new Date(Date.now() + 7_300_000).toISOString();
  const schedule = { flowId: 'nightly', node: 'n', cron: '0 2 * * *', timeZone: 'Europe/Berlin', missed: 'skip' };
  fakeRuntime({
    'GET /flows': { flows: [flowSummary('nightly', { publishedVersion: 1, triggers: [{ type: 'schedule' }] })] },
    'GET /schedules': [{ ...schedule, sentence: 'Every day at 02:00', next: [next], paused: false }],
  });
  renderApp('/flows');
  expect(await screen.findByText('Every day at 02:00')).toBeDefined();
  expect(screen.getByTestId('flow-row:nightly').textContent).toContain('Next in 2h');
});

it('creates a flow under an id made from its name, and shows at the field that an id is taken', async () => {
  const calls = fakeRuntime({ 'POST /flows': () => problem(409, 'flow-exists', 'It exists.') });
  const { user } = renderApp('/flows');
  await user.click((await screen.findAllByRole('button', { name: 'New flow' }))[0] as HTMLElement);
  const dialog = await screen.findByRole('dialog', { name: 'New flow' });
  await user.type(within(dialog).getByLabelText(/Name/), 'Überweisung an ERP');
  await user.click(within(dialog).getByRole('button', { name: 'Create flow' }));
  const id = within(dialog).getByLabelText(/Id/);
  await waitFor(() => expect(id.getAttribute('aria-invalid')).toBe('true'));
  expect(within(dialog).getByText('Another flow has this id.')).toBeDefined();
  expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({
    flow: { id: 'uberweisung-an-erp', name: 'Überweisung an ERP', nodes: [] },
  });
});

it('asks before it deletes, and says which address closes', async () => {
  const calls = fakeRuntime({ 'GET /flows': { flows: [ORDERS] }, 'DELETE /flows/orders': { deleted: true } });
  const { user } = renderApp('/flows');
  await user.click(await screen.findByRole('button', { name: 'Actions for Order to ERP' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete Order to ERP?' });
  expect(within(dialog).getByText('/hooks/shop')).toBeDefined();
  expect(calls.some(({ method }) => method === 'DELETE')).toBe(false);
  await user.click(within(dialog).getByRole('button', { name: 'Delete flow' }));
  await waitFor(() => expect(calls.map(({ method, path }) => `${method} ${path}`)).toContain('DELETE /flows/orders'));
});

it('brings a flow in from a file, and refuses what is none with a reason', async () => {
  fakeRuntime({});
  const { user } = renderApp('/flows');
  const picker = await screen.findByLabelText('Flow file');
  await user.upload(picker, new File(['{"format":99}'], 'new.json', { type: 'application/json' }));
  expect(await screen.findAllByText('new.json is not a flow')).not.toEqual([]);
  await user.upload(picker, new File([JSON.stringify(FLOW)], 'orders.json', { type: 'application/json' }));
  const dialog = await screen.findByRole('dialog', { name: 'Import flow' });
  expect(within(dialog).getByLabelText(/Id/)).toHaveProperty('value', 'orders');
});

it('brings a flow in from n8n, and says what became of each of its nodes before it is made', async () => {
  const calls = fakeRuntime({ 'POST /flows': { flowId: 'greet', revision: 1 } });
  const { user } = renderApp('/flows');
  const nodes = [
    { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
    { name: 'Shell', type: 'n8n-nodes-base.ssh', parameters: { command: 'Hello' } },
  ];
  const workflow = { name: 'Greet', nodes, connections: { Start: { main: [[{ node: 'Shell' }]] } } };
  const file = new File([JSON.stringify(workflow)], 'greet.json', { type: 'application/json' });
  await user.upload(await screen.findByLabelText('Flow file'), file);
  const dialog = await screen.findByRole('dialog', { name: 'Import from n8n' });
  const report = await within(dialog).findByRole('region', { name: 'What became of each node' });
  expect(
    within(report)
      .getAllByRole('listitem')
      .map((row) => row.textContent),
  ).toEqual([expect.stringMatching(/^ShellsshTo do.*Hello/), expect.stringMatching(/^StartmanualTriggerSame/)]);
  await user.click(within(report).getByRole('button', { name: /To do/ }));
  expect(within(report).getAllByRole('listitem')).toHaveLength(1);
  await user.click(within(dialog).getByRole('button', { name: 'Import' }));
  const sent = calls.find(({ method, path }) => method === 'POST' && path === '/flows')?.body;
  expect(sent).toMatchObject({ flow: { id: 'greet', nodes: [{ type: 'manual' }, { type: 'map' }] } });
});

it('says that the runtime does not answer, and reads again when asked', async () => {
  let up = false;
  fakeRuntime({ 'GET /flows': () => (up ? { flows: [] } : problem(500, 'internal', 'The disk is full.')) });
  const { user } = renderApp('/flows');
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  up = true;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Draw the first flow')).toBeDefined();
});

const orderToErp = samples.find(({ id }) => id === 'order-to-erp');

it('offers flows that work where there is none yet, and creates one under a name of its own', async () => {
  const calls = fakeRuntime({ 'GET /flows': { flows: [] }, 'POST /flows': () => problem(500, 'internal', 'Later.') });
  const { user } = renderApp('/flows');
  const systems = /^Order to ERP.*connects Shopify.*, SAP S\/4HANA, and WMS/;
  const template = await screen.findByRole('button', { name: systems }, { timeout: 5_000 });
  expect(screen.getByRole('button', { name: /^First steps.*needs no system/ })).toBeDefined();
  await user.click(template);
  const dialog = await screen.findByRole('dialog', { name: 'New flow from a template' });
  await user.clear(within(dialog).getByLabelText(/Name/));
  await user.type(within(dialog).getByLabelText(/Name/), 'Orders of the outlet');
  await user.click(within(dialog).getByRole('button', { name: 'Create flow' }));
  await waitFor(() => expect(calls.some(({ method }) => method === 'POST')).toBe(true));
  expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({
    flow: { id: 'order-to-erp', name: 'Orders of the outlet', nodes: orderToErp?.nodes },
  });
});

it('pauses a flow after asking what becomes of its messages', async () => {
  const at = '2026-11-01T08:00:00.000Z';
  const calls = fakeRuntime({
    'GET /flows': { flows: [ORDERS] },
    'POST /flows/orders/pause': { ingress: 'refuse', by: 'analyst', at },
  });
  const { user } = renderApp('/flows');
  await user.click(await screen.findByRole('button', { name: 'Actions for Order to ERP' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Pause…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Pause Order to ERP?' });
  expect(within(dialog).getByRole('radio', { name: /Take messages and keep them/ })).toHaveProperty('checked', true);
  await user.click(within(dialog).getByRole('radio', { name: /Turn messages away/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Pause flow' }));
  await waitFor(() =>
    expect(calls.find(({ path }) => path === '/flows/orders/pause')?.body).toEqual({ ingress: 'refuse' }),
  );
});

it('marks a paused flow, and resumes it from its menu', async () => {
  const paused = { ingress: 'accept', by: 'ann', at: '2026-11-01T08:00:00.000Z' } as const;
  const calls = fakeRuntime({
    'GET /flows': { flows: [{ ...ORDERS, paused }] },
    'POST /flows/orders/resume': { released: 12 },
  });
  const { user } = renderApp('/flows');
  expect(await screen.findByText('Paused')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Actions for Order to ERP' }));
  expect(screen.queryByRole('menuitem', { name: 'Pause…' })).toBeNull();
  await user.click(await screen.findByRole('menuitem', { name: 'Resume' }));
  expect(await screen.findAllByText('12 messages that waited begin now.')).not.toEqual([]);
  expect(calls.some(({ method, path }) => method === 'POST' && path === '/flows/orders/resume')).toBe(true);
});

it('starts a run of the published version with a message, and goes to it', async () => {
  const calls = fakeRuntime({
    'GET /flows': { flows: [ORDERS] },
    'POST /flows/orders/runs': { runId: 'r1', statusUrl: 'http://x/status/r1' },
  });
  const { router, user } = renderApp('/flows');
  await user.click(await screen.findByRole('button', { name: 'Actions for Order to ERP' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Start a run…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Start Order to ERP' });
  const message = within(dialog).getByLabelText(/Message/);
  await user.clear(message);
  await user.type(message, '{{"id": 7');
  expect(within(dialog).getByText(/JSON.*Line 1, column 9\./)).toBeDefined();
  await user.type(message, '}');
  await user.click(within(dialog).getByRole('button', { name: 'Start run' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r1'));
  expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ message: { id: 7 } });
});

it('clones a flow with bindings: other tables and an address of its own, and nothing else', async () => {
  const AT = '2026-11-27T08:00:00.000Z';
  const carrier = samples.find(({ id }) => id === 'carrier-status');
  const column = { name: 'carrier', unique: true };
  const table = (name: string, title: string, columns = [column]) => ({
    ...{ name, title, columns, tests: 0, unmapped: 0, usedBy: [] },
    newest: { version: 1, note: '', publishedBy: 'Ada', publishedAt: AT, rows: 1, added: 1, changed: 0, removed: 0 },
  });
  const calls = fakeRuntime({
    'GET /flows': { flows: [flowSummary('carrier-status', { name: 'Carrier status' })] },
    'GET /flows/carrier-status/draft': { flow: carrier, revision: 1, savedAt: AT, hash: 'a' },
    'GET /connections': { connections: [] },
    'GET /tables': {
      tables: [
        table('carrier-status', 'Status of carriers'),
        table('carrier-b', 'Status of carrier B'),
        table('location', 'Locations', [{ name: 'warehouse', unique: true }]),
      ],
    },
    'POST /flows': { flow: carrier, revision: 1, savedAt: AT, hash: 'a' },
  });
  const { user } = renderApp('/flows');
  await user.click(await screen.findByRole('button', { name: 'Actions for Carrier status' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Clone with bindings…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Clone Carrier status' });
  await user.type(await within(dialog).findByLabelText(/^Name/), 'Carrier B status');
  await user.click(within(dialog).getByRole('combobox', { name: 'carrier-status becomes' }));
  const names = (await screen.findAllByRole('option')).map(({ textContent }) => textContent);
  expect(names.some((name) => name?.includes('Locations'))).toBe(false);
  await user.click(screen.getByRole('option', { name: /Status of carrier B/ }));
  const address = within(dialog).getByLabelText('Address of "The carrier says"');
  expect(address).toHaveProperty('value', 'carrier/carrier-b-status');
  await user.clear(address);
  await user.type(address, 'carrier/status');
  expect(within(dialog).getByText('Two flows cannot share an address.')).toBeDefined();
  await user.clear(address);
  await user.type(address, 'carrier/b');
  await user.click(within(dialog).getByRole('button', { name: 'Clone flow' }));
  await waitFor(() => expect(calls.some(({ method }) => method === 'POST')).toBe(true));
  const { flow } = (calls.find(({ method }) => method === 'POST')?.body ?? {}) as { flow: Flow };
  const fields = diffFlows(carrier as Flow, flow).flatMap((change) => ('fields' in change ? change.fields : []));
  expect(fields.map(({ path }) => path)).toEqual(['/params/path', '/params/script', '/id', '/name']);
  expect(fields[1]?.after).toContain("t.lookup('carrier-b', src.status");
});
