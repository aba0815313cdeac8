import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp, type SentCall } from '../../testing/render-app.tsx';

const base = { baseUrl: 'http://127.0.0.1:1', stateUrl: 'http://127.0.0.1:1/s', faultsUrl: 'http://127.0.0.1:1/f' };
const ORDER = { id: 7, name: '#1007', total_price: '12.50', currency: 'EUR', created_at: '2026-11-01T08:00:00Z' };

function start() {
  const faults: Record<string, object> = { sap: {}, shopify: {} };
  const put = (system: string) => (call: SentCall) => {
    faults[system] = call.body as object;
    return call.body;
  };
  return fakeRuntime({
    'GET /estate': [
      { system: 'shopify', label: 'Shopify', webhookSecret: 'x', ...base },
      {
        system: 'sap',
        label: 'SAP S/4HANA',
        switches: [
          { name: 'recordLock', label: 'Records locked', description: 'x', kind: 'share', min: 0, max: 1 },
          { name: 'holiday', label: 'Holiday', description: 'x', kind: 'flag' },
          { name: 'clockSkewMs', label: 'Clock ahead, ms', description: 'x', kind: 'number', max: 1000 },
        ],
        ...base,
      },
    ],
    'GET /estate/shopify/state': {
      orders: [ORDER],
      deliveries: [{ orderId: 7, status: 'delivered' }],
      generator: { ordersPerMinute: 12 },
    },
    'GET /estate/sap/state': { salesOrders: [] },
    'GET /estate/shopify/faults': () => faults.shopify,
    'GET /estate/sap/faults': () => faults.sap,
    'PUT /estate/sap/faults': put('sap'),
    'PUT /estate/shopify/generator': { ordersPerMinute: 12, profile: 'messy' },
    'POST /estate/shopify/orders': { orders: [], deliveries: [] },
  });
}

it('breaks a system at a click, says so unmistakably, and heals it', async () => {
  const calls = start();
  const { user } = renderApp('/estate');
  const card = await screen.findByRole('region', { name: 'SAP S/4HANA' });
  await user.click(within(card).getByRole('button', { name: 'Outage' }));
  expect((await within(card).findByRole('alert')).textContent).toContain('Misbehaving: 503 to 100 % of calls');
  expect(card.dataset.faulty).toBe('true');
  await user.click(within(card).getByRole('button', { name: 'Heal SAP S/4HANA' }));
  await waitFor(() => expect(within(card).queryByRole('alert')).toBeNull());
  expect(calls.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
    { status: 503, rate: 1 },
    {},
  ]);
});

it('sends an order of the shop again, whole', async () => {
  const calls = start();
  const { user } = renderApp('/estate');
  await user.click(await screen.findByRole('button', { name: 'Send #1007 again' }));
  await waitFor(() => expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ order: ORDER }));
});

it('lets buyers behave otherwise at a click, and leaves their rate', async () => {
  const calls = start();
  const { user } = renderApp('/estate');
  const choice = await screen.findByRole('group', { name: 'How buyers behave' });
  expect(within(choice).getByRole('button', { pressed: true }).textContent).toBe('Steady');
  await user.click(within(choice).getByRole('button', { name: 'Messy' }));
  await waitFor(() => expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ profile: 'messy' }));
});

it('offers the faults a system tells of itself', async () => {
  const calls = start();
  const { user } = renderApp('/estate');
  const card = await screen.findByRole('region', { name: 'SAP S/4HANA' });
  await user.click(within(card).getByRole('button', { name: 'All switches' }));
  await user.click(within(card).getByRole('switch', { name: 'Holiday' }));
  await user.type(within(card).getByRole('spinbutton', { name: 'Clock ahead, ms' }), '5000');
  within(card).getByRole('slider', { name: 'Records locked' }).focus();
  await user.click(within(card).getByRole('button', { name: 'Apply' }));
  expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ holiday: true, clockSkewMs: 1000 });
  expect((await within(card).findByRole('alert')).textContent).toContain('holiday; clock ahead, ms 1000');
});
