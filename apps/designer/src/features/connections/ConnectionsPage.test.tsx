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

it('tells what the test call met', async () => {
  fakeRuntime({
    'GET /connections': { connections: [SAP] },
    'POST /connections/sap/test': { ok: false, message: 'The password is not accepted (401).', durationMs: 12 },
  });
  const { user } = renderApp('/connections');
  await user.click(await screen.findByRole('button', { name: 'Test Demo ERP' }));
  expect(await screen.findByText('The password is not accepted (401).')).toBeDefined();
});

it('finds an id nobody has', () => {
  expect([freeId('wms', []), freeId('wms', ['wms']), freeId('wms', ['wms', 'wms-2'])]).toEqual([
    'wms',
    'wms-2',
    'wms-3',
  ]);
});
