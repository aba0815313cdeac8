import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { freeId } from './ConnectionDialog.tsx';

const SAP = {
  id: 'sap',
  name: 'Demo ERP',
  system: 'sap-s4hana',
  baseUrl: 'http://127.0.0.1:1',
  settings: { username: 'COMM' },
  secretsSet: ['password'],
  updatedAt: '2026-11-01T08:00:00.000Z',
};

it('never shows a secret, and leaves one that is not typed as it is', async () => {
  const calls = fakeRuntime({ 'GET /connections': { connections: [SAP] }, 'PUT /connections/sap': SAP });
  const { user } = renderApp('/connections');
  await user.click(await screen.findByRole('button', { name: 'Edit Demo ERP' }));
  const dialog = await screen.findByRole('dialog', { name: 'Edit Demo ERP' });
  expect(within(dialog).getByLabelText(/Password/)).toMatchObject({ value: '', type: 'password' });
  await user.clear(within(dialog).getByLabelText(/Communication user/));
  await user.type(within(dialog).getByLabelText(/Communication user/), 'OTHER');
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Demo ERP' })).toBeNull());
  expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
    name: 'Demo ERP',
    system: 'sap-s4hana',
    baseUrl: 'http://127.0.0.1:1',
    settings: { username: 'OTHER' },
    secrets: {},
  });
});

it('says at each field what is missing before anything is sent', async () => {
  const calls = fakeRuntime({ 'GET /connections': { connections: [SAP] } });
  const { user } = renderApp('/connections?edit=new');
  const dialog = await screen.findByRole('dialog', { name: 'New connection' });
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(await within(dialog).findByText(/beginning with https/)).toBeDefined();
  expect(
    within(dialog)
      .getByLabelText(/Client secret/)
      .getAttribute('aria-invalid'),
  ).toBe('true');
  expect(calls.some(({ method }) => method === 'PUT')).toBe(false);
});

it('says which flow cannot read from it, and why', async () => {
  const unread = [{ flowId: 'nightly', flowName: 'Nightly sales', problem: 'The folder /out does not exist.' }];
  fakeRuntime({ 'GET /connections': { connections: [{ ...SAP, unread }] } });
  renderApp('/connections');
  const flow = await screen.findByRole('link', { name: 'Nightly sales' });
  expect(flow.closest('p')?.textContent).toBe('Nightly sales cannot read from it: The folder /out does not exist.');
});

it('tells what the test call met', async () => {
  fakeRuntime({
    'GET /connections': { connections: [SAP] },
    'POST /connections/sap/test': { ok: false, message: 'The password is not accepted (401).', durationMs: 12 },
  });
  const { user } = renderApp('/connections');
  await user.click(await screen.findByRole('button', { name: 'Test Demo ERP' }));
  expect(await screen.findByText('The password is not accepted (401).')).toBeDefined();
});

it('says which system is failing, what waits for it, and lets a person resume it', async () => {
  const health = {
    state: 'open',
    since: '2026-11-01T08:00:00.000Z',
    until: '2026-11-01T08:01:00.000Z',
    failureShare: 1,
    inFlight: 0,
    waiting: 12,
    draining: false,
  };
  const calls = fakeRuntime({
    'GET /connections': { connections: [{ ...SAP, health }] },
    'POST /connections/sap/breaker': { ...health, state: 'closed' },
  });
  const { user } = renderApp('/connections');
  expect(await screen.findByText('Failing')).toBeDefined();
  expect(await screen.findByText(/12 steps wait for it\./)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Resume Demo ERP' }));
  await waitFor(() => expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ action: 'close' }));
});

it('sends limits a person changed, and none that were left as they are', async () => {
  const calls = fakeRuntime({ 'GET /connections': { connections: [SAP] }, 'PUT /connections/sap': SAP });
  const { user } = renderApp('/connections?edit=sap');
  const dialog = await screen.findByRole('dialog', { name: 'Edit Demo ERP' });
  const perSecond = within(dialog).getByLabelText('Calls a second');
  await user.clear(perSecond);
  await user.type(perSecond, '5');
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(calls.some(({ method }) => method === 'PUT')).toBe(true));
  expect(calls.find(({ method }) => method === 'PUT')?.body).toMatchObject({
    limits: { rate: { perSecond: 5, adaptive: true }, concurrency: 20, drainPerSecond: 20 },
  });
});

it('finds an id nobody has', () => {
  expect([freeId('wms', []), freeId('wms', ['wms']), freeId('wms', ['wms', 'wms-2'])]).toEqual([
    'wms',
    'wms-2',
    'wms-3',
  ]);
});
